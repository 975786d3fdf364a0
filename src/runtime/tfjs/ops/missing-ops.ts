import type { Graph } from '../../../graph/graph.ts'
import { customOpOf } from './index.ts'

/**
 * Ops of a graph and its functions that only our custom ops execute, so that no other TensorFlow.js app could run it;
 * sorted.
 */
export function opsMissingInTensorFlowJs({ nodes, functions }: Graph): readonly string[] {
  const all = [...nodes.values(), ...[...functions.values()].flatMap((body) => [...body.nodes.values()])]
  const missing = all.filter(({ op }) => {
    const custom = customOpOf(op)
    return custom !== null && custom.replaces !== true
  })
  return [...new Set(missing.map(({ op }) => op))].sort()
}
