import { EngineError } from '../base/errors.ts'
import { type Graph, type GraphFunction, producerOf } from './graph.ts'
import { functionsOf, type Nodes, orderFrom } from './walk.ts'

/** Removes what no output needs (model inputs stay) and sorts the rest. Raises `model-cyclic`. */
export function prune(graph: Graph): Graph {
  return whole.has(graph) ? graph : pruned(graph, graph.nodes)
}

/** Graphs that are already pruned: sorted and acyclic. */
const whole = new WeakSet<Graph>()

export function isPruned(graph: Graph): boolean {
  return whole.has(graph)
}

/** The graph restricted to the nodes it needs. */
export function pruned(graph: Graph, from: Pick<Nodes, 'get'>): Graph {
  const roots = [...graph.inputs.map(({ node }) => node), ...graph.outputs.map(({ value }) => producerOf(value))]
  const { nodes, cycle } = orderFrom(roots, from)
  if (cycle !== null) throw new EngineError('model-cyclic', `The graph has a cycle: ${cycle.join(' → ')}.`)
  const reachable = graph.functions.size === 0 ? [] : reachableFunctions(nodes, graph)
  const functions = new Map(reachable.map((name) => [name, functionOf(graph, name)]))
  const tables = new Map([...graph.tables].filter(([name]) => isTable(name, nodes, graph)))
  const result = { ...graph, nodes, functions, tables }
  whole.add(result)
  return result
}

function functionOf(graph: Graph, name: string): GraphFunction {
  const body = graph.functions.get(name)
  if (body === undefined) throw new EngineError('internal', `The graph has no ${name}.`)
  return body
}

/** A table enters a function only through a handle created in the main graph. */
function isTable(name: string, nodes: Nodes, graph: Graph): boolean {
  return nodes.has(name) || [...graph.functions.values()].some((body) => body.nodes.has(name))
}

/** Functions named by these nodes, and those named by them in turn. */
function reachableFunctions(nodes: Nodes, graph: Graph): readonly string[] {
  if (graph.functions.size === 0) return []
  const found = new Set(functionsNamed(nodes))
  for (const name of found) for (const inner of functionsNamed(functionOf(graph, name).nodes)) found.add(inner)
  return [...found]
}

function functionsNamed(nodes: Nodes): readonly string[] {
  return [...nodes.values()].flatMap(functionsOf)
}
