import type { Inspection, PassChanges, ReadNode, RunNode } from '../../base/inspection.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Runtime } from '../../runtime/contract.ts'
import type { Loaded } from '../load.ts'
import { graphAsRead, graphAsRun } from './graphs.ts'
import { linksOf } from './links.ts'
import { describeNodes, withoutConstants } from './nodes.ts'
import { groupNodes } from './scopes.ts'

/**
 * Describes a loaded model as read and as run. Builds the graph again, because a load does not keep it. Raises what
 * `ModelSource.toGraph` raises.
 */
export async function inspectModel(loaded: Loaded, signal: AbortSignal): Promise<Inspection> {
  const graph = await graphAsRead(loaded, signal)
  const asRun = graphAsRun(loaded)
  const described = describeNodes(graph)
  const lowered = describeNodes(asRun)
  const placed = described.map(({ name, op, outputs }) => ({
    name,
    dims: outputs[0]?.dims ?? null,
    isInput: op === 'Placeholder',
  }))
  const { groups, groupOf } = groupNodes(placed)
  const links = linksOf({ graph, asRun, read: described, run: lowered })
  const read = described.map((node, i): ReadNode => ({ ...node, group: groupOf[i] ?? 0, run: links.runOf[i] ?? null }))
  const run = lowered.map((node, i): RunNode => {
    const from = links.readOf[i] ?? []
    return { ...node, group: read[from[0] ?? -1]?.group ?? 0, from }
  })
  return { groups, read, run }
}

/** Repeats the passes, because a load does not keep what each of them did. Raises what `Runtime.start` raises. */
export async function passChanges(runtime: Runtime, loaded: Loaded, signal: AbortSignal): Promise<PassChanges> {
  const graph = await graphAsRead(loaded, signal)
  const { passes, enabled } = loaded.description.optimisation
  const changedBy = new Map<string, number>()
  let ops = new Map([...graph.nodes.values()].map(({ name, op }) => [name, op]))
  const onPass = ({ id }: { readonly id: string }, { nodes }: Graph) => {
    const index = passes.findIndex((pass) => pass.id === id)
    const left = new Map<string, string>()
    for (const [name, op] of ops) {
      const now = nodes.get(name)?.op
      if (now !== op) changedBy.set(name, index)
      if (now !== undefined) left.set(name, now)
    }
    ops = left
  }
  await runtime.lowerForTensorFlowJs(graph, { optimise: enabled, signal, onPass })
  return withoutConstants(graph).map(({ name }) => changedBy.get(name) ?? null)
}
