import type { Graph, GraphNode } from './graph.ts'

/** Number of operations: excludes constants, inputs and parameters; each control-flow body counts once. */
export function countOperations(graph: Graph): number {
  const bodies = [...graph.functions.values()].reduce((sum, { nodes }) => sum + count(nodes.values()), 0)
  return bodies + count(graph.nodes.values())
}

function count(nodes: Iterable<GraphNode>): number {
  let sum = 0
  for (const { op } of nodes) if (op !== 'Const' && op !== 'Placeholder') sum++
  return sum
}
