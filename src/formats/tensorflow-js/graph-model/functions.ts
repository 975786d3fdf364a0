import { EngineError } from '../../../base/errors.ts'
import { type GraphFunction, type GraphNode, producerOf } from '../../../graph/graph.ts'
import { asArray, asString, get } from '../../shared/json-value.ts'
import { calledFunctions, typeOf } from './attributes.ts'
import { Body, type BodyContext } from './body.ts'
import { graphNodes } from './nodes.ts'

/** The library functions reachable from a graph's nodes. Raises `model-invalid`. */
export function readFunctions(
  topology: unknown,
  callers: Iterable<GraphNode>,
  context: BodyContext,
): ReadonlyMap<string, GraphFunction> {
  const library = new Map<string, unknown>()
  for (const definition of asArray(get(get(topology, 'library'), 'function')) ?? []) {
    const name = asString(get(get(definition, 'signature'), 'name'))
    if (name !== null) library.set(name, definition)
  }
  const functions = new Map<string, GraphFunction>()
  const waiting = [...callers].map(({ attributes }) => calledFunctions(attributes))
  for (let called = waiting.pop(); called !== undefined; called = waiting.pop()) {
    for (const name of called) {
      if (functions.has(name)) continue
      const definition = library.get(name)
      if (definition === undefined)
        throw new EngineError(
          'model-invalid',
          `The graph in ${context.path} calls the function "${name}", which is not in the file.`,
          'Convert the model again.',
        )
      const body = readFunction(name, definition, context)
      functions.set(name, body)
      waiting.push(...[...body.nodes.values()].map(({ attributes }) => calledFunctions(attributes)))
    }
  }
  return functions
}

/** `FunctionDef`: arguments become placeholders; `ret` maps output arguments to values. */
function readFunction(name: string, definition: unknown, context: BodyContext): GraphFunction {
  const signature = get(definition, 'signature')
  const parameters = argumentsOf(get(signature, 'inputArg')).map((argument) => ({
    node: argument.name,
    dtype: typeOf(argument.type) ?? 'float32',
  }))
  const placeholders = parameters.map(
    ({ node, dtype }): GraphNode => ({
      name: node,
      op: 'Placeholder',
      inputs: [],
      attributes: { dtype: { type: dtype }, shape: { shape: null } },
    }),
  )
  const body = new Body(graphNodes(definition), placeholders, context)
  const returned = get(definition, 'ret')
  const results = argumentsOf(get(signature, 'outputArg')).map((output) =>
    body.value(asString(get(returned, output.name)) ?? output.name),
  )
  const roots = [...parameters.map(({ node }) => node), ...results.map(producerOf)]
  return { name, parameters, results, nodes: body.needed(roots) }
}

function argumentsOf(list: unknown): readonly { readonly name: string; readonly type: unknown }[] {
  return (asArray(list) ?? []).flatMap((argument) => {
    const name = asString(get(argument, 'name'))
    return name === null ? [] : [{ name, type: get(argument, 'type') }]
  })
}
