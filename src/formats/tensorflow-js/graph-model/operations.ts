import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { type GraphNode, graphNodes } from './nodes.ts'

/** Nodes that compute nothing. */
const silent = new Set(['Const', 'Placeholder', 'PlaceholderWithDefault', 'Identity', 'NoOp'])

/**
 * Operations of the graph, its initialiser, and every library function they reach (bodies of loops and branches),
 * excluding nodes that compute nothing.
 */
export function countOperations(topology: JsonObject, initializer: JsonObject | null): number {
  const graphs = initializer === null ? [topology] : [topology, initializer]
  return graphs.flatMap(reachableNodes).filter(({ op }) => !silent.has(op)).length
}

function reachableNodes(graph: JsonObject): readonly GraphNode[] {
  const library = new Map<string, readonly GraphNode[]>()
  for (const definition of asArray(get(get(graph, 'library'), 'function')) ?? []) {
    const name = asString(get(get(definition, 'signature'), 'name'))
    if (name !== null) library.set(name, graphNodes(definition))
  }
  const reached = [...graphNodes(graph)]
  const seen = new Set<string>()
  for (let i = 0; i < reached.length; i++) {
    const node = reached[i]
    if (node === undefined) break
    for (const name of calledFunctions(node)) {
      if (seen.has(name)) continue
      seen.add(name)
      reached.push(...(library.get(name) ?? []))
    }
  }
  return reached
}

function calledFunctions({ attributes }: GraphNode): readonly string[] {
  return Object.values(attributes).flatMap((attribute) => {
    const functions = [get(attribute, 'func'), ...(asArray(get(get(attribute, 'list'), 'func')) ?? [])]
    return functions.flatMap((called) => (asObject(called) === null ? [] : (asString(get(called, 'name')) ?? [])))
  })
}
