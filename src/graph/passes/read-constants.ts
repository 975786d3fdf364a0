import { mapConcurrently } from '../../base/concurrency.ts'
import { sizeOf } from '../../base/tensor.ts'
import type { Constant } from '../constant.ts'
import type { Graph, GraphFunction, GraphNode } from '../graph.ts'

/** Elements up to which a constant is read ahead: vectors per channel, shapes, small tables; not kernels. */
const mostElements = 4096
const readAtOnce = 16

/** The graph with its small constants in memory, so that passes can look at them. Raises what `Constant.read` raises. */
export async function readSmallConstants(graph: Graph, signal: AbortSignal | undefined): Promise<Graph> {
  const scopes: readonly Pick<GraphFunction, 'nodes'>[] = [graph, ...graph.functions.values()]
  const wanted = new Set<Constant>()
  for (const { nodes } of scopes)
    for (const { constant } of nodes.values()) if (isWanted(constant)) wanted.add(constant)
  if (wanted.size === 0) return graph
  const list = [...wanted]
  const read = await mapConcurrently(list, readAtOnce, async (constant): Promise<Constant> => {
    const data = await constant.read(signal)
    return { ...constant, data, read: async () => data }
  })
  const inMemory = new Map(list.map((constant, i) => [constant, read[i] ?? constant]))
  const functions = [...graph.functions].map(
    ([name, body]) => [name, { ...body, nodes: put(body.nodes, inMemory) }] as const,
  )
  return { ...graph, nodes: put(graph.nodes, inMemory), functions: new Map(functions) }
}

function isWanted(constant: Constant | undefined): constant is Constant {
  return constant !== undefined && constant.data === null && sizeOf(constant.shape) <= mostElements
}

function put(nodes: ReadonlyMap<string, GraphNode>, inMemory: ReadonlyMap<Constant, Constant>) {
  const result = new Map<string, GraphNode>()
  for (const [name, node] of nodes) {
    const constant = node.constant === undefined ? undefined : inMemory.get(node.constant)
    result.set(name, constant === undefined ? node : { ...node, constant })
  }
  return result
}
