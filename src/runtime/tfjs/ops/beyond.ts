import type { Graph } from '../../../graph/graph.ts'
import { customOpOf } from './index.ts'

/** Ops of a graph and its functions that only we execute, so that it would run in no other app; sorted. */
export function opsBeyondTensorFlowJs({ nodes, functions }: Graph): readonly string[] {
  const all = [...nodes.values(), ...[...functions.values()].flatMap((body) => [...body.nodes.values()])]
  const foreign = all.filter(({ op }) => {
    const custom = customOpOf(op)
    return custom !== null && custom.replaces !== true
  })
  return [...new Set(foreign.map(({ op }) => op))].sort()
}
