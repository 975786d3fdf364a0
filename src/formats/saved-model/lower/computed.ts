import { mapConcurrently } from '../../../base/concurrency.ts'
import type { Constant } from '../../../graph/constant.ts'
import { type Graph, type GraphNode, producerOf } from '../../../graph/graph.ts'
import { constantFolding } from '../../../graph/passes/constant-folding.ts'
import { prune } from '../../../graph/prune.ts'
import type { Ref } from './refs.ts'
import type { Scope } from './scope.ts'

const readAtOnce = 16

/**
 * What an initialiser computes from constants of the file: `tf.range(1000)` as the keys of a table. `null` if it needs
 * anything else. Raises what `Constant.read` raises.
 */
export async function computed(ref: Ref, { nodes }: Scope): Promise<Constant | null> {
  if (ref.kind === 'constant') return ref.constant
  if (ref.kind !== 'value') return null
  const outputs = [{ name: 'computed', dtype: 'float32', shape: null, value: ref.value } as const]
  const graph = prune({ inputs: [], outputs, nodes, functions: new Map(), tables: new Map() })
  const folded = constantFolding.run(await inMemory(graph)).graph
  const [output] = folded.outputs
  const last = output === undefined ? undefined : folded.nodes.get(producerOf(output.value))
  const source = last?.op === 'Identity' ? folded.nodes.get(producerOf(last.inputs[0] ?? '0:0')) : last
  return source?.constant ?? null
}

/** Folding evaluates most ops on constants in memory only. */
async function inMemory(graph: Graph): Promise<Graph> {
  const nodes = await mapConcurrently([...graph.nodes.values()], readAtOnce, async (node): Promise<GraphNode> => {
    const { constant } = node
    if (constant === undefined || constant.data !== null) return node
    const data = await constant.read()
    return { ...node, constant: { ...constant, data, read: async () => data } }
  })
  return prune({ ...graph, nodes: new Map(nodes.map((node) => [node.name, node])) })
}
