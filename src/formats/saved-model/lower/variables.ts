import { EngineError } from '../../../base/errors.ts'
import { intAttribute } from '../../../graph/attributes.ts'
import { bool, int32 } from '../../../graph/constant.ts'
import { withDefaults } from '../../../graph/op-defs.ts'
import type { Call, Outputs, Rule } from './contract.ts'
import { convertedAttributes, emit, gated } from './emit.ts'
import type { Ref, VariableRef } from './refs.ts'

/** Variables hold the saved value until the graph assigns another in the same run. */
function variableOf({ inputs, node }: Call): VariableRef {
  const [ref] = inputs
  if (ref?.kind === 'variable') return ref
  throw new EngineError('model-invalid', `"${node.name}" (${node.op}) needs a variable, but its input is not one.`)
}

const handle: Rule = ({ frame, node }) => {
  const ref: Ref = { kind: 'variable', variable: frame.context.variable(node, frame.body) }
  return () => ref
}

function current(call: Call): Ref {
  const { variable, gate } = variableOf(call)
  return gated(call.frame.state.get(variable), gate, call)
}

const read: Rule = (call) => {
  const ref = current(call)
  return () => ref
}

const gather: Rule = (call) => {
  const axis: Ref = { kind: 'constant', constant: int32([0], []), name: `${call.node.name}/axis` }
  const batchDims = intAttribute(convertedAttributes(call), 'batch_dims')
  const indices = call.inputs[1] ?? axis
  return emit(
    call,
    'GatherV2',
    [current(call), indices, axis],
    withDefaults('GatherV2', { batch_dims: { i: batchDims } }),
  )
}

const gatherNd: Rule = (call) =>
  emit(call, 'GatherNd', [current(call), ...call.inputs.slice(1)], withDefaults('GatherNd', {}))

const shape: Rule = (call) => emit(call, 'Shape', [current(call)], withDefaults('Shape', {}))

const isInitialised: Rule = ({ node }) => {
  const ref: Ref = { kind: 'constant', constant: bool([true], []), name: node.name }
  return () => ref
}

const assign: Rule = (call) => {
  const value = call.inputs[1]
  return value === undefined ? () => variableOf(call) : store(call, value)
}

/** `op` combines the variable's value with the new one. */
function assignBy(op: string): Rule {
  return (call) => {
    const sum = emit(call, op, [current(call), ...call.inputs.slice(1)], withDefaults(op, {}))
    return store(call, sum(0))
  }
}

function store(call: Call, value: Ref): Outputs {
  const ref = variableOf(call)
  const { context, state } = call.frame
  // Saved values take precedence over TensorFlow 1 initial values.
  if (!(context.initialising && ref.variable.isSaved)) state.set(ref.variable, settled(value, call))
  if (!context.initialising)
    context.repairs.add(
      `The model changes its variable "${ref.variable.name}" when it runs; here, every run starts from the saved value.`,
    )
  return () => ref
}

/** A TensorFlow 1 variable read as a value yields its current value. */
function settled(value: Ref, { frame }: Call): Ref {
  return value.kind === 'variable' && value.variable.isReference ? frame.state.get(value.variable) : value
}

/** The state of a random generator, which moves on with each call: three words that are random here too. */
const randomState: Rule = (call) => {
  const words = ['size', 'low', 'high'].map(
    (name, i): Ref => ({
      kind: 'constant',
      constant: i === 0 ? int32([3], [1]) : int32([i === 1 ? 0 : 2 ** 31 - 1], []),
      name: `${call.node.name}/${name}`,
    }),
  )
  return emit(call, 'RandomUniformInt', words, withDefaults('RandomUniformInt', {}))
}

const ignored: Rule = () => () => ({ kind: 'dead' })

export const variableRules: readonly (readonly [string, Rule])[] = [
  ['VarHandleOp', handle],
  ['Variable', handle],
  ['VariableV2', handle],
  ['ReadVariableOp', read],
  ['ResourceGather', gather],
  ['ResourceGatherNd', gatherNd],
  ['VariableShape', shape],
  ['VarIsInitializedOp', isInitialised],
  ['IsVariableInitialized', isInitialised],
  ['Assign', assign],
  ['AssignVariableOp', assign],
  ['AssignAdd', assignBy('AddV2')],
  ['AssignAddVariableOp', assignBy('AddV2')],
  ['AssignSub', assignBy('Sub')],
  ['AssignSubVariableOp', assignBy('Sub')],
  ['RngReadAndSkip', randomState],
  ['DisableCopyOnRead', ignored],
  ['DestroyResourceOp', ignored],
]
