import { type Attribute, type GraphNode, producerOf } from './graph.ts'

export type Nodes = ReadonlyMap<string, GraphNode>

const dependencies = new WeakMap<GraphNode, readonly string[]>()

/**
 * The nodes that a node waits for: producers of its inputs, and its controls. Excludes a loop's `NextIteration`, which
 * closes a cycle.
 */
export function dependenciesOf(node: GraphNode, nodes: Pick<Nodes, 'get'>): readonly string[] {
  const known = dependencies.get(node)
  if (known !== undefined) return known
  const producers = node.inputs.map(producerOf)
  for (const control of node.controls ?? []) producers.push(control)
  if (node.op === 'Merge') return producers.filter((name) => nodes.get(name)?.op !== 'NextIteration')
  dependencies.set(node, producers)
  return producers
}

/** Names of the functions that a node calls. */
export function functionsOf({ attributes }: GraphNode): readonly string[] {
  let found: string[] | null = null
  for (const key in attributes) {
    const attribute = attributes[key] as Attribute
    if ('func' in attribute) found = [...(found ?? []), attribute.func]
    else if ('list' in attribute && 'func' in attribute.list) found = [...(found ?? []), ...attribute.list.func]
  }
  return found ?? none
}

const none: readonly string[] = []

const ops = new WeakMap<Nodes, ReadonlySet<string>>()

/** Every op that occurs. */
export function opsOf(nodes: Nodes): ReadonlySet<string> {
  const known = ops.get(nodes)
  if (known !== undefined) return known
  const found = new Set<string>()
  for (const { op } of nodes.values()) found.add(op)
  ops.set(nodes, found)
  return found
}

export interface Order {
  /** The roots and all that they need, producers first. */
  readonly nodes: ReadonlyMap<string, GraphNode>
  /** The names along a cycle, each waiting for the next; `null` if there is none. */
  readonly cycle: readonly string[] | null
}

/** Sorts the roots and everything they need, keeping the given order where possible. Skips missing names. */
export function orderFrom(roots: Iterable<string>, nodes: Pick<Nodes, 'get'>): Order {
  const walk: Walk = { nodes, ordered: new Map(), path: new Set(), loops: [] }
  for (const root of roots) {
    const cycle = visit(root, walk)
    if (cycle !== null) return { nodes: walk.ordered, cycle }
  }
  // Nodes needed only by a loop's next iteration are reached through its NextIteration.
  for (let i = 0; i < walk.loops.length; i++) {
    const cycle = visit(walk.loops[i] as string, walk)
    if (cycle !== null) return { nodes: walk.ordered, cycle }
  }
  return { nodes: walk.ordered, cycle: null }
}

interface Walk {
  readonly nodes: Pick<Nodes, 'get'>
  readonly ordered: Map<string, GraphNode>
  /** The current path from the root. */
  readonly path: Set<string>
  readonly loops: string[]
}

interface Step {
  readonly node: GraphNode
  readonly waits: readonly string[]
  next: number
}

/** Depth-first without recursion: graphs are thousands of nodes deep. */
function visit(root: string, walk: Walk): readonly string[] | null {
  const { nodes, ordered, path, loops } = walk
  const stack: Step[] = []
  let name: string | undefined = root
  for (;;) {
    const node = name === undefined || ordered.has(name) ? undefined : nodes.get(name)
    if (name !== undefined && node !== undefined) {
      if (path.has(name)) return [...path].slice([...path].indexOf(name))
      const waits = dependenciesOf(node, nodes)
      if (node.op === 'Merge')
        for (const input of node.inputs.map(producerOf)) if (nodes.get(input)?.op === 'NextIteration') loops.push(input)
      if (waits.length === 0) ordered.set(name, node)
      else {
        path.add(name)
        stack.push({ node, waits, next: 0 })
      }
    }
    const top = stack.at(-1)
    if (top === undefined) return null
    name = top.waits[top.next++]
    if (name !== undefined) continue
    ordered.set(top.node.name, top.node)
    path.delete(top.node.name)
    stack.pop()
  }
}
