import type { Graph } from '../../graph/graph.ts'
import { readSmallConstants } from '../../graph/passes/read-constants.ts'
import { prune } from '../../graph/prune.ts'
import type { Loaded } from '../load.ts'

/** The graph of the loaded signature as the file describes it, with its small constants in memory. */
export async function graphAsRead({ source, description }: Loaded, signal: AbortSignal): Promise<Graph> {
  const { graph } = await source.toGraph(description.signature, signal)
  return readSmallConstants(prune(graph), signal)
}

/** The graph that the session runs. */
export function graphAsRun({ started }: Loaded): Graph {
  return prune(started.graph)
}
