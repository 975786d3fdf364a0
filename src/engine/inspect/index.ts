import type { Inspection, ReadNode, RunNode } from '../../base/inspection.ts'
import type { Graph } from '../../graph/graph.ts'
import { readSmallConstants } from '../../graph/passes/read-constants.ts'
import { prune } from '../../graph/prune.ts'
import type { Runtime } from '../../runtime/contract.ts'
import type { Loaded } from '../load.ts'
import { linksOf } from './links.ts'
import { describeNodes } from './nodes.ts'
import { groupNodes } from './scopes.ts'

/** The graph of the loaded signature as the file describes it, with its small constants in memory. */
export async function graphAsRead({ source, description }: Loaded, signal: AbortSignal): Promise<Graph> {
  const { graph } = await source.toGraph(description.signature, signal)
  return readSmallConstants(prune(graph), signal)
}

/**
 * Describes a loaded model as read and as run. Builds the graph again and repeats the passes, because a load keeps
 * neither. Raises what `ModelSource.toGraph` and `Runtime.start` raise.
 */
export async function inspectModel(runtime: Runtime, loaded: Loaded, signal: AbortSignal): Promise<Inspection> {
  const graph = await graphAsRead(loaded, signal)
  const asRun = prune(loaded.started.graph)
  const removedBy = await removals(runtime, loaded, graph, signal)
  const described = describeNodes(graph)
  const lowered = describeNodes(asRun)
  const placed = described.map(({ name, op, outputs }) => ({
    name,
    dims: outputs[0]?.dims ?? null,
    isInput: op === 'Placeholder',
  }))
  const { groups, groupOf } = groupNodes(placed)
  const links = linksOf({ graph, asRun, read: described, run: lowered })
  const read = described.map(
    (node, i): ReadNode => ({
      ...node,
      group: groupOf[i] ?? 0,
      run: links.runOf[i] ?? null,
      removedBy: asRun.nodes.has(node.name) ? null : (removedBy.get(node.name) ?? null),
    }),
  )
  const run = lowered.map((node, i): RunNode => {
    const from = links.readOf[i] ?? []
    return { ...node, group: read[from[0] ?? -1]?.group ?? 0, from }
  })
  return { groups, read, run }
}

/** The pass that removed each node, as an index into the passes of the load's report. */
async function removals(
  runtime: Runtime,
  { description: { optimisation } }: Loaded,
  graph: Graph,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const removedBy = new Map<string, number>()
  let left: readonly string[] = [...graph.nodes.keys()]
  const onPass = ({ id }: { readonly id: string }, { nodes }: Graph) => {
    const index = optimisation.passes.findIndex((pass) => pass.id === id)
    for (const name of left) if (!nodes.has(name)) removedBy.set(name, index)
    left = left.filter((name) => nodes.has(name))
  }
  await runtime.lowerForTensorFlowJs(graph, { optimise: optimisation.enabled, signal, onPass })
  return removedBy
}
