import type { GraphFunction, GraphNode, Value } from './graph.ts'
import { outputOf } from './graph.ts'
import { inferNode } from './infer/index.ts'
import type { ValueInfo } from './infer/info.ts'

/** Of a value of which nothing can be told: it comes round a loop, or from an op that is not known. */
export const unknownInfo: ValueInfo = { dtype: 'float32', shape: null, content: null, constant: null }

export type Analysis = ReadonlyMap<Value, ValueInfo>

const analyses = new WeakMap<object, Analysis>()

/**
 * Shape, dtype and, where it is known, content of every value of a graph or function, whose nodes must be in order. The
 * result is kept with the nodes: asking twice costs nothing.
 */
export function analyse({ nodes }: Pick<GraphFunction, 'nodes'>): Analysis {
  const known = analyses.get(nodes)
  if (known !== undefined) return known
  const infos = new Map<Value, ValueInfo>()
  for (const node of nodes.values()) {
    for (const input of node.inputs) if (!infos.has(input)) infos.set(input, unknownInfo)
    for (const [i, info] of analyseNode(node, infos).entries()) infos.set(outputOf(node.name, i), info)
  }
  analyses.set(nodes, infos)
  return infos
}

/** An input that is not known yet comes round a loop; nothing is known of it. */
function analyseNode(node: GraphNode, infos: Analysis): readonly ValueInfo[] {
  return inferNode(
    node,
    node.inputs.map((input) => infos.get(input) ?? unknownInfo),
  )
}
