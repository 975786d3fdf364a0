import { mapConcurrently } from '../../base/concurrency.ts'
import { type Constant, isSmall } from '../constant.ts'
import type { Graph, GraphFunction, GraphNode } from '../graph.ts'

const readAtOnce = 16

/**
 * Reads the graph's small constants into memory, so that passes can inspect them. Raises what `Constant.read` raises.
 */
export async function readSmallConstants(graph: Graph, signal: AbortSignal | undefined): Promise<Graph> {
  const scopes: readonly Pick<GraphFunction, 'nodes'>[] = [graph, ...graph.functions.values()]
  const wanted = new Set<Constant>()
  for (const { nodes } of scopes)
    for (const { constant } of nodes.values()) if (isWanted(constant)) wanted.add(constant)
  if (wanted.size === 0) return graph
  const inMemory = new Map<Constant, Constant>()
  await mapConcurrently([...wanted], readAtOnce, async (constant) => {
    const data = await constant.read(signal)
    if (!isJustVector(constant)) inMemory.set(constant, { ...constant, data, read: async () => data })
  })
  if (inMemory.size === 0) return graph
  const functions = [...graph.functions].map(
    ([name, body]) => [name, { ...body, nodes: put(body.nodes, inMemory) }] as const,
  )
  return { ...graph, nodes: put(graph.nodes, inMemory), functions: new Map(functions) }
}

function isWanted(constant: Constant | undefined): constant is Constant {
  return constant !== undefined && constant.data === null && isSmall(constant)
}

/** Whether it was read without affecting inference, which uses only integers and scalars. */
function isJustVector({ data, dtype, shape }: Constant): boolean {
  return data !== null && dtype === 'float32' && shape.length > 0
}

function put(nodes: ReadonlyMap<string, GraphNode>, inMemory: ReadonlyMap<Constant, Constant>) {
  const result = new Map<string, GraphNode>()
  for (const [name, node] of nodes) {
    const constant = node.constant === undefined ? undefined : inMemory.get(node.constant)
    result.set(name, constant === undefined ? node : { ...node, constant })
  }
  return result
}
