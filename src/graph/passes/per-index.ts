import type { GraphNode } from '../graph.ts'
import type { GraphIndex } from '../rewrite.ts'

/** Caches a function of a node per graph index: several rules ask about the same node. */
export function perIndex<T>(
  find: (index: GraphIndex, node: GraphNode) => T,
): (index: GraphIndex, node: GraphNode) => T {
  const known = new WeakMap<GraphIndex, Map<GraphNode, T>>()
  return (index, node) => {
    let nodes = known.get(index)
    if (nodes === undefined) {
      nodes = new Map()
      known.set(index, nodes)
    }
    const found = nodes.get(node)
    if (found !== undefined) return found
    const result = find(index, node)
    nodes.set(node, result)
    return result
  }
}
