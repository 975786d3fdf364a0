import { type GraphNode, producerOf, type Value } from './graph.ts'

export type Nodes = ReadonlyMap<string, GraphNode>

/** What a node waits for: the producers of its inputs and its controls. A loop's `NextIteration` closes a cycle and is left out. */
export function dependenciesOf(node: GraphNode, nodes: Nodes): readonly string[] {
  const producers = [...node.inputs.map(producerOf), ...(node.controls ?? [])]
  return node.op === 'Merge' ? producers.filter((name) => nodes.get(name)?.op !== 'NextIteration') : producers
}

/** Every node that reads a value, once per input that does. */
export function consumersOf(nodes: Nodes): ReadonlyMap<Value, readonly GraphNode[]> {
  const consumers = new Map<Value, GraphNode[]>()
  for (const node of nodes.values())
    for (const input of node.inputs) {
      const found = consumers.get(input)
      if (found === undefined) consumers.set(input, [node])
      else found.push(node)
    }
  return consumers
}

export interface Order {
  /** The roots and all they need, producers first. */
  readonly nodes: ReadonlyMap<string, GraphNode>
  /** Names round a cycle, in the order in which each waits for the next; `null` where there is none. */
  readonly cycle: readonly string[] | null
}

/** Puts the roots and everything they need in order, keeping the given order where it can. Names that do not exist are passed over. */
export function orderFrom(roots: Iterable<string>, nodes: Nodes): Order {
  const ordered = new Map<string, GraphNode>()
  const path = new Set<string>()
  const loops: string[] = []
  for (const root of roots) {
    const cycle = visit(root, nodes, ordered, path, loops)
    if (cycle !== null) return { nodes: ordered, cycle }
  }
  // What only a loop's next turn needs hangs on its NextIteration.
  for (let i = 0; i < loops.length; i++) {
    const cycle = visit(loops[i] as string, nodes, ordered, path, loops)
    if (cycle !== null) return { nodes: ordered, cycle }
  }
  return { nodes: ordered, cycle: null }
}

/** Depth first without recursion: graphs are thousands of nodes deep. */
function visit(
  root: string,
  nodes: Nodes,
  ordered: Map<string, GraphNode>,
  path: Set<string>,
  loops: string[],
): readonly string[] | null {
  const stack: { readonly node: GraphNode; readonly waits: readonly string[]; next: number }[] = []
  const enter = (name: string): readonly string[] | null => {
    const node = nodes.get(name)
    if (node === undefined || ordered.has(name)) return null
    if (path.has(name)) return [...path].slice([...path].indexOf(name))
    path.add(name)
    stack.push({ node, waits: dependenciesOf(node, nodes), next: 0 })
    if (node.op === 'Merge')
      loops.push(...node.inputs.map(producerOf).filter((input) => nodes.get(input)?.op === 'NextIteration'))
    return null
  }
  const cycle = enter(root)
  if (cycle !== null) return cycle
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const name = top.waits[top.next++]
    if (name === undefined) {
      ordered.set(top.node.name, top.node)
      path.delete(top.node.name)
      stack.pop()
    } else {
      const found = enter(name)
      if (found !== null) return found
    }
  }
  return null
}
