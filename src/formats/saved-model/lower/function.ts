import type { Shape } from '../../../base/tensor.ts'
import type { GraphDType, GraphFunction, Value } from '../../../graph/graph.ts'
import { outputOf, producerOf } from '../../../graph/graph.ts'
import { orderFrom } from '../../../graph/walk.ts'
import { graphDType } from '../dtypes.ts'
import type { FunctionReference } from '../proto/attributes.ts'
import type { ArgumentProto } from '../proto/op-def.ts'
import { resolved } from './attributes.ts'
import { bindingOf, definitionOf, runFunction } from './calls.ts'
import type { Call, Frame } from './contract.ts'
import { valueFor } from './emit.ts'
import type { Ref, Variable } from './refs.ts'
import { Scope } from './scope.ts'
import { State } from './state.ts'

/** What a body receives for an argument: a parameter, or something already known outside. */
export type Argument = { readonly parameter: true; readonly shape: Shape | null } | Ref

/** A control-flow body, walked with its arguments. */
export interface BuiltBody {
  readonly frame: Frame
  readonly parameters: GraphFunction['parameters']
  /** One per output of the function. */
  readonly results: readonly Ref[]
  readonly state: State
}

/** Walks a body in its own scope. `carried` variables are appended as parameters, because their values change. */
export function buildBody(
  call: Call,
  reference: FunctionReference,
  args: readonly Argument[],
  carried: readonly Variable[],
): BuiltBody {
  const outer = call.frame
  const definition = definitionOf(outer.context, reference.name, call.node.name)
  const binding = bindingOf(reference.attributes, outer.binding)
  const scope = new Scope(outer.context.budget)
  const state = new State(outer.state)
  const parameters: { node: string; dtype: GraphDType }[] = []
  const parameter = (name: string, dtype: GraphDType, shape: Shape | null): Ref => {
    const node = scope.op(name, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } })
    parameters.push({ node, dtype })
    return { kind: 'value', value: outputOf(node) }
  }
  const refs = args.map((arg, i): Ref => {
    if (!('parameter' in arg)) return arg
    const argument = definition.signature.inputs[i]
    const dtype = argument === undefined ? null : dtypeOf(argument, binding)
    return parameter(argument?.name ?? `p${i}`, dtype ?? 'float32', arg.shape)
  })
  for (const variable of carried) state.bind(variable, parameter(variable.name, variable.dtype, variable.shape))
  const frame: Frame = {
    ...outer,
    body: outer.context.body(definition),
    scope,
    state,
    binding,
    depth: outer.depth + 1,
    reserved: new Map(),
  }
  return { frame, parameters, results: runFunction(frame, definition, refs), state }
}

function dtypeOf({ dtype, typeAttribute }: ArgumentProto, binding: FunctionReference['attributes']): GraphDType | null {
  if (typeAttribute === '') return graphDType(dtype)
  const bound = binding.get(typeAttribute)
  const attribute = bound === undefined ? null : resolved(bound, binding)
  return attribute !== null && 'type' in attribute ? graphDType(attribute.type) : null
}

/** Adds a body under a unique name, with the given refs as its results. */
export function fileBody(
  call: Call,
  reference: FunctionReference,
  { frame, parameters }: BuiltBody,
  refs: readonly Ref[],
): string {
  const { functions } = call.frame.context
  const results: Value[] = refs.map((ref) => valueFor(ref, { ...call, frame }))
  const roots = [...parameters.map(({ node }) => node), ...results.map(producerOf)]
  let name = reference.name
  for (let i = 1; functions.has(name); i++) name = `${reference.name}_${i}`
  functions.set(name, { name, parameters, results, nodes: orderFrom(roots, frame.scope.nodes).nodes })
  return name
}
