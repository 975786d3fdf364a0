import { EngineError } from '../../../base/errors.ts'
import type { LayerNode, ModelNode } from './nodes.ts'
import { type CallArguments, type Reference, referencesIn, referencesOf } from './references.ts'

/** One call of a layer in a functional model. */
export interface OrderedCall {
  readonly name: string
  readonly node: LayerNode
  /** Index among the layer's calls, from 0. */
  readonly index: number
  readonly arguments: CallArguments
}

export interface Connections {
  /** All calls, in an order in which each follows the calls it depends on. */
  readonly order: readonly OrderedCall[]
  /** The call that a reference refers to, from 0; an input counts as one call. Raises `model-invalid`. */
  callIndex(reference: Reference, from: 'call' | 'output'): number
}

/** Sorts the calls of a functional model topologically. Raises `model-cyclic`, `model-invalid`. */
export function connect(model: ModelNode): Connections {
  const members = new Map(model.members.map((member) => [member.entry.layer.name, member]))
  const shifts = shiftsOf(model)
  const callIndex = (reference: Reference, from: 'call' | 'output'): number => {
    const member = members.get(reference.layer)
    if (member === undefined) throw dangling(model, reference)
    const index = reference.node - (shifts[from].get(reference.layer) ?? 0)
    const count = member.node.kind === 'input' ? 1 : member.entry.calls.length
    if (Number.isInteger(index) && index >= 0 && index < count) return index
    throw new EngineError(
      'model-invalid',
      `The model "${model.layer.name}" refers to call ${reference.node} of layer "${reference.layer}", which is called ${count} times.`,
      'The file may be edited or damaged; save the model again.',
    )
  }
  const calls: OrderedCall[] = model.members.flatMap(({ node, entry }) =>
    node.kind === 'input'
      ? []
      : entry.calls.map((call, index) => ({ name: entry.layer.name, node, index, arguments: call })),
  )
  return { order: sorted(calls, members, callIndex), callIndex }
}

/** Kahn's algorithm over calls; calls left over form a cycle. */
function sorted(
  calls: readonly OrderedCall[],
  members: ReadonlyMap<string, { readonly node: LayerNode }>,
  callIndex: Connections['callIndex'],
): readonly OrderedCall[] {
  const key = (name: string, index: number) => `${index}:${name}`
  const followers = new Map<string, OrderedCall[]>()
  const waiting = new Map<OrderedCall, Set<string>>()
  for (const call of calls) {
    const needs = new Set<string>()
    for (const reference of referencesOf(call.arguments)) {
      const index = callIndex(reference, 'call')
      if (members.get(reference.layer)?.node.kind !== 'input') needs.add(key(reference.layer, index))
    }
    waiting.set(call, needs)
    for (const need of needs) {
      const known = followers.get(need)
      if (known === undefined) followers.set(need, [call])
      else known.push(call)
    }
  }
  const order: OrderedCall[] = calls.filter((call) => waiting.get(call)?.size === 0)
  for (const call of order) {
    const done = key(call.name, call.index)
    for (const follower of followers.get(done) ?? []) {
      const needs = waiting.get(follower)
      needs?.delete(done)
      if (needs?.size === 0) order.push(follower)
    }
  }
  if (order.length < calls.length) throw cyclic(calls, waiting, key)
  return order
}

function cyclic(
  calls: readonly OrderedCall[],
  waiting: ReadonlyMap<OrderedCall, ReadonlySet<string>>,
  key: (name: string, index: number) => string,
): EngineError {
  const byKey = new Map(calls.map((call) => [key(call.name, call.index), call]))
  const path: string[] = []
  let at = calls.find((call) => (waiting.get(call)?.size ?? 0) > 0)
  while (at !== undefined && !path.includes(key(at.name, at.index))) {
    path.push(key(at.name, at.index))
    at = byKey.get([...(waiting.get(at) ?? [])][0] ?? '')
  }
  const start = at === undefined ? 0 : path.indexOf(key(at.name, at.index))
  const names = path.slice(start).map((one) => `"${byKey.get(one)?.name}"`)
  return new EngineError(
    'model-cyclic',
    `The layers ${names.slice(0, 8).reverse().join(' → ')} form a cycle, so none of them can be computed first.`,
    'Keras cannot load this file either; it was edited or damaged. Save the model again.',
  )
}

/**
 * The offset to subtract from call numbers of layers that are models. Such a layer has one call from its own
 * construction; Keras 1 and 2 always count it, Keras 3 only in the list of outputs and only for functional models.
 */
function shiftsOf(model: ModelNode): Readonly<Record<'call' | 'output', ReadonlyMap<string, number>>> {
  if (model.members.every(({ node }) => node.kind !== 'model')) return { call: new Map(), output: new Map() }
  const inCalls = model.members.flatMap(({ entry }) => entry.calls.flatMap(referencesOf))
  const inOutputs = model.config.graph === null ? [] : referencesIn(model.config.graph.outputs)
  const shift = (references: readonly Reference[], expected: (functional: boolean) => number) =>
    new Map(
      model.members.flatMap(({ node, entry }) => {
        if (node.kind !== 'model') return []
        const numbers = references.filter(({ layer }) => layer === entry.layer.name).map((reference) => reference.node)
        const fits = (by: number) => numbers.every((number) => number >= by && number - by < entry.calls.length)
        const by = expected(node.config.graph !== null)
        return [[entry.layer.name, fits(by) ? by : 1 - by] as const]
      }),
    )
  const keras3 = model.members.some(({ entry }) => entry.keras3)
  return {
    call: shift(inCalls, () => (keras3 ? 0 : 1)),
    output: shift(inOutputs, (functional) => (keras3 && !functional ? 0 : 1)),
  }
}

function dangling(model: ModelNode, reference: Reference): EngineError {
  return new EngineError(
    'model-invalid',
    `The model "${model.layer.name}" takes a tensor from layer "${reference.layer}", which is not in the model.`,
    'The file may be edited or damaged; save the model again.',
  )
}
