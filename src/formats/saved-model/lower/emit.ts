import { EngineError } from '../../../base/errors.ts'
import { type Attributes, outputOf, producerOf, type Value } from '../../../graph/graph.ts'
import { widthAttribute } from '../../../graph/integer-width.ts'
import { storedType } from '../dtypes.ts'
import type { AttributeProto } from '../proto/attributes.ts'
import { attributesOf, resolved } from './attributes.ts'
import type { Call, Frame, Outputs } from './contract.ts'
import type { Gate, Ref } from './refs.ts'

/** A ref as a value of the new graph. Raises `unknown-op` if `call` uses a variable in an unsupported way. */
export function valueFor(ref: Ref, call: Call): Value {
  const { frame, node } = call
  const { scope, state } = frame
  if (ref.kind === 'value') return ref.value
  if (ref.kind === 'constant') return scope.constant(ref.constant, ref.name)
  if (ref.kind === 'table') return scope.table(ref.table)
  if (ref.kind === 'variable' && ref.variable.isReference)
    return valueFor(gated(state.get(ref.variable), ref.gate, call), call)
  throw new EngineError(
    'unknown-op',
    `The operation ${node.op} ("${node.name}"${where(frame)}) needs ${ref.kind === 'variable' ? `the variable "${ref.variable.name}" itself` : 'a branch that is never taken'}, which is not supported.`,
    'Operations that train a model, or change parts of a variable, do not run here. Export the model for inference.',
  )
}

export function where({ body }: Frame): string {
  return body.name === '' ? '' : ` in the function ${body.name}`
}

/** An attribute as stated in the file, or its default. */
export function attributeOf({ node, frame }: Call, key: string): AttributeProto | null {
  const found = node.attributes.get(key) ?? frame.context.ops.get(node.op)?.defaults.get(key)
  return found === undefined ? null : resolved(found, frame.binding)
}

export function convertedAttributes({ node, frame }: Call): Attributes {
  return attributesOf(node.attributes, frame.binding, frame.context.defaults(node.op))
}

const valueOps: ReadonlyMap<string, string> = new Map(
  ['Switch', 'Merge', 'Enter', 'Exit', 'NextIteration', 'Identity'].map((op) => [`Ref${op}`, op]),
)

/** Copies the node; ops on variable references become ops on values. */
export function emitSame(call: Call): Outputs {
  const op = valueOps.get(call.node.op) ?? call.node.op
  return emit(call, op, call.inputs, { ...convertedAttributes(call), ...widthOfResult(call, op) })
}

/** The attribute that states the dtype of the result; `T` for all other ops. */
const resultTypes: ReadonlyMap<string, string> = new Map([
  ['Bitcast', 'type'],
  ['Cast', 'DstT'],
  ['StatelessRandomUniformInt', 'dtype'],
  ['StatelessRandomUniformIntV2', 'dtype'],
])

/** The dtype of an integer result that is not of 32 bits. */
function widthOfResult(call: Call, op: string): Attributes {
  const stated = attributeOf(call, resultTypes.get(op) ?? 'T')
  return stated !== null && 'type' in stated ? widthAttribute(storedType(stated.type)?.name ?? '') : {}
}

export function emit(call: Call, op: string, inputs: readonly Ref[], attributes: Attributes): Outputs {
  const values: Value[] = []
  for (const input of inputs) values.push(valueFor(input, call))
  const name = call.frame.scope.op(call.node.name, op, values, attributes)
  // All readers share one text, which is looked up often.
  const first: Ref = { kind: 'value', value: outputOf(name) }
  return (index) => (index === 0 ? first : { kind: 'value', value: outputOf(name, index) })
}

/** A value that is live in one branch only. */
export function gated(ref: Ref, gate: Gate | undefined, call: Call): Ref {
  if (gate === undefined) return ref
  const { scope } = call.frame
  const value = valueFor(ref, call)
  const name = scope.op(`${call.node.name}/alive`, 'Switch', [value, gate.predicate], {}, call.node.name)
  return { kind: 'value', value: outputOf(name, gate.output) }
}

/** The branch of a pivot; `undefined` for loop pivots, where constants stay constant. */
export function gateOf(pivot: Ref | undefined, { scope }: Frame): Gate | undefined {
  if (pivot?.kind !== 'value') return undefined
  const producer = scope.nodes.get(producerOf(pivot.value))
  const predicate = producer?.inputs[1]
  if (producer?.op !== 'Switch' || predicate === undefined) return undefined
  if (scope.nodes.get(producerOf(predicate))?.op === 'LoopCond') return undefined
  return { predicate, output: Number(pivot.value.slice(pivot.value.lastIndexOf(':') + 1)) }
}
