import { EngineError } from '../base/errors.ts'
import { type Graph, type GraphNode, outputIndexOf, producerOf, type Value } from './graph.ts'
import { inferNode, inferRules } from './infer/index.ts'
import type { ValueInfo } from './infer/info.ts'
import { opDefOf } from './op-defs.ts'
import { isPruned } from './prune.ts'
import { functionsOf, type Nodes, orderFrom } from './walk.ts'

const none: readonly string[] = []
const blank: ValueInfo = { dtype: 'float32', shape: null, content: null, constant: null }

/**
 * Checks that a graph can run: every referenced input, output and function exists, and there is no cycle except through
 * a loop's `NextIteration`. Raises `model-invalid`, `model-cyclic`, naming the node.
 */
export function validate(graph: Graph): void {
  checkNodes(graph.nodes, graph, 'the graph')
  if (!isPruned(graph)) checkOrder(graph.nodes, 'the graph')
  for (const { name, node } of graph.inputs)
    if (!graph.nodes.has(node)) invalid(`The input "${name}" names the operation ${node}, which is not in the graph.`)
  for (const { name, value } of graph.outputs) {
    const wrong = problemWith(value, graph.nodes)
    if (wrong !== null) invalid(`The output "${name}" ${wrong}`)
  }
  for (const body of graph.functions.values()) {
    checkNodes(body.nodes, graph, `the function ${body.name}`)
    checkOrder(body.nodes, `the function ${body.name}`)
    for (const { node } of body.parameters)
      if (!body.nodes.has(node)) invalid(`The function ${body.name} lacks its parameter ${node}.`)
    for (const value of body.results) {
      const wrong = problemWith(value, body.nodes)
      if (wrong !== null) invalid(`A result of the function ${body.name} ${wrong}`)
    }
  }
}

function checkNodes(nodes: Nodes, graph: Graph, place: string): void {
  for (const [name, node] of nodes) {
    if (name !== node.name) invalid(`The operation ${node.name} of ${place} is listed as ${name}.`)
    for (const input of node.inputs) {
      const wrong = problemWith(input, nodes)
      if (wrong !== null) invalid(`The operation ${name} (${node.op}) ${wrong}`)
    }
    for (const control of node.controls ?? none)
      if (!nodes.has(control))
        invalid(`The operation ${name} (${node.op}) depends on ${control}, which is not in ${place}.`)
    for (const body of functionsOf(node))
      if (!graph.functions.has(body))
        invalid(`The operation ${name} (${node.op}) calls the function ${body}, which is not in the file.`)
  }
}

function checkOrder(nodes: Nodes, place: string): void {
  const { cycle } = orderFrom(nodes.keys(), nodes)
  if (cycle !== null)
    throw new EngineError(
      'model-cyclic',
      `The operations of ${place} form a cycle: ${describe(cycle)}.`,
      'The file was damaged or edited. Save or convert the model again.',
    )
}

function describe(cycle: readonly string[]): string {
  const shown = cycle.length > 8 ? [...cycle.slice(0, 8), `… ${cycle.length - 8} more`] : cycle
  return [...shown, cycle[0]].join(' → ')
}

/** What is wrong with reading a value, phrased to follow the reader's name; `null` if nothing is. */
function problemWith(value: Value, nodes: Nodes): string | null {
  const name = producerOf(value)
  const producer = nodes.get(name)
  const index = outputIndexOf(value)
  if (producer === undefined) return `reads ${name}, which is not in the graph.`
  if (producer.op === 'Const' ? producer.constant === undefined : index < 0)
    return `reads ${value}, which has no value.`
  if (index > 0 && index >= outputsOf(producer))
    return `reads output ${index} of ${producer.name} (${producer.op}), which has fewer outputs.`
  return null
}

/** An unknown op may have any number of outputs. */
function outputsOf(node: GraphNode): number {
  if (node.op !== 'Const' && !inferRules.has(node.op) && opDefOf(node.op) === null) return Number.POSITIVE_INFINITY
  const outputs = inferNode(
    node,
    node.inputs.map(() => blank),
  )
  return outputs.length
}

function invalid(message: string): never {
  throw new EngineError('model-invalid', message, 'The file was damaged or edited. Save or convert the model again.')
}
