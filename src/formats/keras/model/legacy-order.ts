import type { NamedConstant } from './contract.ts'
import type { LayerNode, RowNode } from './nodes.ts'

/** A layer's variable that still needs its weight. */
interface Slot {
  readonly row: RowNode
  readonly variable: string
  /** Whether Keras counts it as trainable; a frozen layer has no trainable variables. */
  readonly trainable: boolean
  readonly madeTrainable: boolean
}

/**
 * Matches the weights of a legacy file to variables. Keras lists a layer's trainable variables first, including those
 * of inner layers, then the others; for a frozen layer, all in creation order. Of the possible orders, the one whose
 * names match best wins. A variable whose name occurs on exactly one weight gets that weight, so that a missing weight
 * is reported by its own name. A layer whose weights carry exactly the names of its variables and those of its inner
 * layers (Keras 1: `highway_1_W_carry`) is matched by name.
 */
export function assignInOrder(
  node: LayerNode,
  weights: readonly NamedConstant[],
): ReadonlyMap<RowNode, ReadonlyMap<string, NamedConstant>> {
  const made = slotsOf(node, true, new Set())
  const named = byName(node, made, weights)
  if (named !== null) return named
  const orders = [
    partition(made, ({ trainable }) => trainable),
    partition(made, ({ madeTrainable }) => madeTrainable),
    made,
  ]
  let best = orders[0] ?? made
  for (const order of orders) if (agreement(order, weights) > agreement(best, weights)) best = order
  const assigned = new Map<RowNode, Map<string, NamedConstant>>()
  const complete = weights.length >= best.length
  best.forEach((slot, i) => {
    const weight = complete ? weights[i] : weights.find((one) => agrees(slot, one) === 2)
    if (weight === undefined) return
    const ofRow = assigned.get(slot.row) ?? new Map<string, NamedConstant>()
    assigned.set(slot.row, ofRow.set(slot.variable, weight))
  })
  return assigned
}

function byName(
  node: LayerNode,
  slots: readonly Slot[],
  weights: readonly NamedConstant[],
): ReturnType<typeof assignInOrder> | null {
  if (node.kind !== 'row' || new Set(slots.map(({ variable }) => variable)).size < slots.length) return null
  const bare = (name: string) => {
    const last = name.replace(/:\d+$/, '').split('/').at(-1) ?? ''
    return last.startsWith(`${node.layer.name}_`) ? last.slice(node.layer.name.length + 1) : last
  }
  const found = new Map(weights.map((weight) => [bare(weight.name), weight]))
  if (found.size < weights.length || !slots.every(({ variable }) => found.has(variable))) return null
  const rows = new Set([node, ...slots.map(({ row }) => row)])
  return new Map([...rows].map((row) => [row, found]))
}

function agreement(order: readonly Slot[], weights: readonly NamedConstant[]): number {
  return order.reduce((sum, slot, i) => sum + agrees(slot, weights[i]), 0)
}

/** 2: `…/dense/kernel:0` for the kernel of layer `dense`; 1: the kernel of another layer; 0: no match. */
function agrees({ row, variable }: Slot, weight: NamedConstant | undefined): number {
  const name = weight?.name.replace(/:\d+$/, '') ?? ''
  if (name !== variable && !name.endsWith(`/${variable}`)) return 0
  return name.includes(`${row.layer.name}/`) ? 2 : 1
}

function partition(slots: readonly Slot[], first: (slot: Slot) => boolean): readonly Slot[] {
  return [...slots.filter(first), ...slots.filter((slot) => !first(slot))]
}

function slotsOf(node: LayerNode, parentTrainable: boolean, seen: Set<LayerNode>): readonly Slot[] {
  if (node.kind === 'input' || seen.has(node)) return []
  seen.add(node)
  const trainable = parentTrainable && node.layer.get('trainable') !== false
  if (node.kind === 'model') return node.members.flatMap((member) => slotsOf(member.node, trainable, seen))
  const own = node.variables.map(({ name, trainable: made }) => ({
    row: node,
    variable: name,
    trainable: trainable && made,
    madeTrainable: made,
  }))
  return [...own, ...[...node.children.values()].flatMap((child) => slotsOf(child, trainable, seen))]
}
