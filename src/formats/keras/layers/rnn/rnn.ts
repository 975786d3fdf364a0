import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { Child, LayerCall, LayerRow, Lowered } from '../contract.ts'
import { isKeras } from '../dialect-version.ts'
import { mul } from '../elementwise.ts'
import { Layer } from '../layer.ts'
import { zeros } from '../linear.ts'
import { KerasTensor, tensorsOf } from '../tensor.ts'
import type { Cell } from './cell.ts'
import { cellsOf, makeStack } from './cells.ts'
import type { Recurrence } from './loop.ts'
import { unrolled } from './unrolled.ts'
import { looped } from './while.ts'

/** Up to this many steps are unrolled: faster than a loop, which costs about 0.1 ms per step in the executor. */
const unrollLimit = 256

/** `RNN(cell)`, and layers that wrap a cell of their own. */
export const rnnRows: readonly LayerRow[] = [
  { classes: ['RNN'], children: cellsOf, lower: (call) => lowerWith(call, cellsOf(call.layer)) },
  ...['SimpleRNN', 'LSTM', 'GRU', 'CuDNNLSTM', 'CuDNNGRU'].map(
    (name): LayerRow => ({
      classes: [name],
      children: (layer) => [ownCell(layer, `${name}Cell`)],
      lower: (call) => lowerWith(call, [ownCell(call.layer, `${name}Cell`)]),
    }),
  ),
]

/** The cell that an LSTM or similar layer builds from its config. */
export function ownCell(layer: Layer, className: string): Child {
  return { path: 'cell', layer: new Layer(className, layer.module, layer.name, layer.config, layer.dialect) }
}

function lowerWith(call: LayerCall, children: readonly Child[]): Lowered {
  const cell = makeStack(call.b, children, (path) => call.child(path))
  return recur(call, cell, argumentsOf(call))
}

/** What a recurrent layer is called with. */
interface RecurrentArguments {
  /** `[batch, time, …]`, with the mask that the steps obey. */
  readonly sequence: KerasTensor
  /** Initial states; none for zeros. */
  readonly states: readonly Value[]
  /** The mask that the output inherits. */
  readonly carried: Value | null
}

/**
 * The initial states follow the sequence in the first argument, or come as further arguments or as `initial_state`. In
 * the latter case, Keras 3 does not look for the mask of the sequence, though the output still inherits it. Since 3.11,
 * the output inherits the mask argument instead if there is one.
 */
export function argumentsOf(call: LayerCall): RecurrentArguments {
  const { args, kwargs, inputs, layer } = call
  const [x, ...more] = inputs
  if (x === undefined) throw layer.error('is called without an input.')
  if (tensorsOf(kwargs.constants).length > 0 || layer.number('num_constants', 0) > 0)
    throw layer.error('is called with constants for a custom cell, which no Keras cell takes.')
  const apart = [...args.slice(1).flatMap(tensorsOf), ...tensorsOf(kwargs.initial_state)]
  const stated = tensorsOf(kwargs.mask)[0]?.value ?? null
  const implicit = layer.dialect.major >= 3 && apart.length > 0 ? null : x.mask
  return {
    sequence: new KerasTensor(x.value, stated ?? implicit),
    states: [...more, ...apart].map(({ value }) => value),
    carried: layer.dialect.major >= 3 && !isKeras(layer.dialect, 3, 11) ? x.mask : (stated ?? x.mask),
  }
}

/** Runs a cell over the sequence and returns what the layer's options ask for. */
export function recur(call: LayerCall, cell: Cell, given: RecurrentArguments): Lowered {
  const { b, layer } = call
  const { sequence, states: initial } = given
  if (layer.bool('time_major', false))
    throw layer.error('takes time before batch (time_major), which is not supported.')
  if (layer.bool('stateful', false)) call.note(`Layer "${layer.name}" is stateful; here, every run starts from zeros.`)
  const x = b.cast(sequence.value, 'float32')
  const inputs = cell.project(b, cell.weights, x)
  const [batch = 1, time = 1] = b.shape(x)
  if (initial.length > 0 && initial.length !== cell.states)
    throw layer.error(`is called with ${initial.length} initial states, but its cell has ${cell.states}.`)
  const shapes = cell.stateShapes(inputs.map((input) => b.shape(input).slice(2)))
  if (sequence.mask !== null) checkMask(call, sequence.mask, shapes)
  const all = layer.bool('return_sequences', false)
  const mask = sequence.mask === null ? null : b.cast(sequence.mask, 'bool')
  const backwards = layer.bool('go_backwards', false)
  const zeroOutput = layer.bool('zero_output_for_mask', false)
  const zeroedAfterwards = zeroOutput && backwards && layer.bool('unroll', false)
  const loop = {
    cell,
    inputs,
    time,
    states: initial.length > 0 ? initial : shapes.map((shape) => zeros(b, [batch, ...shape])),
    zeroFirst: initial.length > 0 && startsFromZeroOutput(layer),
    mask,
    backwards,
    zeroOutput: zeroOutput && !zeroedAfterwards,
    all,
  }
  const { last, outputs, states }: Recurrence =
    typeof time === 'number' && time > 0 && time <= unrollLimit ? unrolled(b, loop, time) : looped(b, loop)
  const result = outputs ?? last
  // Since Keras 3.16, recurrent layers do not pass masks on.
  const carried = all && !isKeras(layer.dialect, 3, 16) ? given.carried : null
  const output = new KerasTensor(zeroedAfterwards && mask !== null ? zeroed(b, result, mask, all) : result, carried)
  return layer.bool('return_state', false) ? [output, ...states] : output
}

/**
 * Sets outputs of masked steps to zero as Keras does after unrolling a loop backwards: it applies the mask, which is in
 * the order of the sequence, to outputs in the order of processing.
 */
function zeroed(b: GraphBuilder, outputs: Value, mask: Value, all: boolean): Value {
  const kept = b.cast(mask, 'float32')
  const column = b.op('ExpandDims', [kept, b.int(-1)])
  return mul(b, outputs, all ? column : b.op('Slice', [kept, b.ints([0, 0]), b.ints([-1, 1])]))
}

/** Raises `model-invalid` for a mask with spatial axes, `[batch, time, …spatial]`, that differ from the axes of the states. */
function checkMask({ b, layer }: LayerCall, mask: Value, states: readonly (readonly Dim[])[]): void {
  const spatial = b.shape(mask).slice(2)
  const fits = (state: readonly Dim[]): boolean =>
    spatial.length === state.length - 1 && spatial.every((size, axis) => size === 1 || size === state[axis])
  if (spatial.length > 0 && !states.every(fits))
    throw layer.error(
      `has a mask of positions [${spatial.join(', ')}], but its states are [${states[0]?.join(', ')}]. Keras cannot run it either.`,
    )
}

/**
 * Whether masked steps before the first valid one output zeros. Standalone Keras up to 2.2.4 and tf.keras before
 * TensorFlow 1.13 (`2.1.6-tf` and earlier) output the initial state instead, unless the loop is unrolled or runs on
 * Theano or CNTK; so does TensorFlow.js.
 */
function startsFromZeroOutput(layer: Layer): boolean {
  const { major, version, backend, writer } = layer.dialect
  if (writer === 'tfjs') return false
  if (major >= 3 || layer.bool('unroll', false) || backend === 'theano' || backend === 'cntk') return true
  if (version === '') return major === 2
  return /-tf/.test(version) ? !/^[12]\.[01]\./.test(version) : !/^(1\.|2\.[01]\.|2\.2\.[0-4]\b)/.test(version)
}
