import { EngineError } from '../../../base/errors.ts'
import type { AttributeProto, AttributeProtos, FunctionReference } from '../proto/attributes.ts'
import type { FunctionProto } from '../proto/graph-def.ts'
import { resolved } from './attributes.ts'
import type { Call, Context, Frame, Outputs, Rule } from './contract.ts'
import { attributeOf } from './emit.ts'
import type { Ref } from './refs.ts'
import { run } from './run.ts'

/** Deepest nesting; valid models nest a dozen functions. */
const deepest = 100

/** Raises `model-invalid` if the file lacks the function. */
export function definitionOf(context: Context, name: string, by: string): FunctionProto {
  const definition = context.library.get(name)
  if (definition !== undefined) return definition
  throw new EngineError(
    'model-invalid',
    `"${by}" calls the function ${name}, which is not in the file.`,
    'Save the model again.',
  )
}

/** The function named by a node's attribute, with the attributes it is called with. */
export function functionOf(call: Call, key: string): FunctionReference {
  const attribute = attributeOf(call, key)
  if (attribute !== null && 'func' in attribute) return attribute.func
  throw new EngineError('model-invalid', `"${call.node.name}" (${call.node.op}) does not say which function it calls.`)
}

/** Substitutes the caller's attribute values in the function's nodes. */
export function bindingOf(attributes: AttributeProtos, outer: AttributeProtos): AttributeProtos {
  const binding = new Map<string, AttributeProto>()
  for (const [key, attribute] of attributes) {
    const value = resolved(attribute, outer)
    if (value !== null) binding.set(key, value)
  }
  return binding
}

/** Walks a function's body with the given arguments; `frame` receives its nodes. */
export function runFunction(frame: Frame, definition: FunctionProto, args: readonly Ref[]): readonly Ref[] {
  if (frame.depth > deepest)
    throw new EngineError(
      'model-invalid',
      `The function ${frame.body.name} is nested ${deepest} functions deep, or calls itself.`,
    )
  const given = new Map(frame.body.parameters.map((name, i) => [name, [args[i] ?? ({ kind: 'dead' } as const)]]))
  const results = definition.signature.outputs.map(({ name }) => definition.results.get(name) ?? name)
  return run(frame, given, results, definition.controlResults)
}

/** Inlines a function at the node that calls it. */
function inline(call: Call, reference: FunctionReference): Outputs {
  const { frame, node, inputs } = call
  const definition = definitionOf(frame.context, reference.name, node.name)
  const results = runFunction(
    {
      ...frame,
      body: frame.context.body(definition),
      binding: bindingOf(reference.attributes, frame.binding),
      depth: frame.depth + 1,
      reserved: new Map(),
    },
    definition,
    inputs,
  )
  return (index) => results[index] ?? { kind: 'dead' }
}

export const callFunction: Rule = (call) => inline(call, { name: call.node.op, attributes: call.node.attributes })

const partitionedCall: Rule = (call) => inline(call, functionOf(call, 'f'))

export const callRules: readonly (readonly [string, Rule])[] = [
  ['PartitionedCall', partitionedCall],
  ['StatefulPartitionedCall', partitionedCall],
]
