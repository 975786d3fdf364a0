import type { DType } from '../base/tensor.ts'
import type { Graph, GraphDType, GraphFunction } from './graph.ts'
import type { PassResult } from './passes/contract.ts'

/** Applies a rewrite to a graph and to its control-flow bodies, each as a graph of its own. */
export function rewriteEverywhere(graph: Graph, rewrite: (graph: Graph) => PassResult): PassResult {
  const main = rewrite(graph)
  let { graph: current, changes } = main
  const places = [...main.places]
  for (const [name, body] of main.graph.functions) {
    const result = rewrite(asGraph(body, current))
    if (result.changes === 0) continue
    changes += result.changes
    places.push(...result.places)
    const functions = new Map([...current.functions, ...result.graph.functions, [name, asBody(body, result.graph)]])
    current = { ...current, functions }
  }
  return { graph: current, changes, places }
}

function asGraph(body: GraphFunction, { functions, tables }: Graph): Graph {
  return {
    inputs: body.parameters.map(({ node, dtype }) => ({ name: node, node, dtype: tensorType(dtype), shape: null })),
    outputs: body.results.map((value, i) => ({ name: `${i}`, value, dtype: null, shape: null })),
    nodes: body.nodes,
    functions,
    tables,
  }
}

function asBody(body: GraphFunction, { nodes, outputs }: Graph): GraphFunction {
  return { ...body, nodes, results: outputs.map(({ value }) => value) }
}

/** The parameter node identifies handles and lists; a graph input is always a tensor. */
function tensorType(dtype: GraphDType): DType {
  return dtype === 'resource' || dtype === 'variant' ? 'float32' : dtype
}
