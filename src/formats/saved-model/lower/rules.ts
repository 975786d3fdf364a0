import { EngineError } from '../../../base/errors.ts'
import { storedType } from '../dtypes.ts'
import type { Library, NodeProto } from '../proto/graph-def.ts'
import { callFunction, callRules } from './calls.ts'
import { classicRules } from './classic-control-flow.ts'
import type { Rule } from './contract.ts'
import { controlFlowRules } from './control-flow.ts'
import { attributeOf, convertedAttributes, emit, emitSame, gated, gateOf, where } from './emit.ts'
import { exampleRules } from './examples.ts'
import { tableRules } from './tables.ts'
import { variableRules } from './variables.ts'

const passOn: Rule = ({ inputs }) => {
  return (index) => inputs[index] ?? { kind: 'dead' }
}

const constant: Rule = (call) => {
  const { frame, node, pivots } = call
  const ref = gated(
    { kind: 'constant', constant: frame.context.constant(node), name: node.name },
    gateOf(pivots[0], frame),
    call,
  )
  return () => ref
}

const placeholder: Rule = ({ node }) => {
  throw new EngineError(
    'model-invalid',
    `The signature depends on the placeholder "${node.name}", but does not list it as an input.`,
    'Export the model with a signature that lists all of its inputs.',
  )
}

/** Ops whose code is not in the file. */
const python: Rule = ({ node, frame }) => {
  throw new EngineError(
    'unknown-op',
    `The operation ${node.op} ("${node.name}"${where(frame)}) calls a Python function, whose code is not in the file.`,
    'Replace tf.py_function or tf.numpy_function with TensorFlow operations and export the model again.',
  )
}

/** Keeps the width of the numbers that the bytes hold, which the graph's dtypes do not have. */
const decodeRaw: Rule = (call) => {
  const type = attributeOf(call, 'out_type')
  const stored = type !== null && 'type' in type ? (storedType(type.type)?.name ?? '') : ''
  return emit(call, 'DecodeRaw', call.inputs, { ...convertedAttributes(call), stored: { s: stored } })
}

/** Groups of types of one size, between which the shape stays. */
const castable = [
  ['int64', 'uint64'],
  ['int32', 'uint32', 'float32'],
  ['int16', 'uint16'],
  ['int8', 'uint8'],
]

/** Between integers of 64 bits nothing changes; both are kept as 32 bits. */
const bitcast: Rule = (call) => {
  const [from = '', to = ''] = ['T', 'type'].map((key) => {
    const stated = attributeOf(call, key)
    return stated !== null && 'type' in stated ? (storedType(stated.type)?.name ?? '') : ''
  })
  const group = castable.find((types) => types.includes(from) && types.includes(to))
  if (group === undefined && from !== to) {
    throw new EngineError(
      'unknown-op',
      `The operation Bitcast ("${call.node.name}"${where(call.frame)}) reads ${from} as ${to}, which is not supported.`,
      'Use tf.cast, or tf.bitcast within int64/uint64, int32/uint32/float32, int16/uint16 or int8/uint8, and export the model again.',
    )
  }
  return from === to || group === castable[0] ? passOn(call) : emitSame(call)
}

const nothing: Rule = () => () => ({ kind: 'dead' })

/** Ops that are not copied as they are: one row per op. */
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['Const', constant],
  ['Placeholder', placeholder],
  ['PlaceholderV2', placeholder],
  ['Identity', passOn],
  ['IdentityN', passOn],
  ['StopGradient', passOn],
  ['PreventGradient', passOn],
  ['Snapshot', passOn],
  ['DebugGradientIdentity', passOn],
  ['DebugGradientRefIdentity', passOn],
  ['PlaceholderWithDefault', passOn],
  ['NoOp', nothing],
  ['Assert', nothing],
  ['DecodeRaw', decodeRaw],
  ['Bitcast', bitcast],
  ['PyFunc', python],
  ['PyFuncStateless', python],
  ['EagerPyFunc', python],
  ...variableRules,
  ...tableRules,
  ...exampleRules,
  ...callRules,
  ...controlFlowRules,
  ...classicRules,
])

/** `library` tells which ops are functions: TensorFlow 1 calls a function with a node whose op is its name. */
export function ruleFor({ op }: NodeProto, library: Library): Rule {
  return rules.get(op) ?? (library.has(op) ? callFunction : emitSame)
}
