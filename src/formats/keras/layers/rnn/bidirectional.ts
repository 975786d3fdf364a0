import type { Value } from '../../../../graph/graph.ts'
import type { Child, LayerCall, LayerRow, Lowered } from '../contract.ts'
import { isKeras } from '../dialect-version.ts'
import { add, mul } from '../elementwise.ts'
import { innerLayer } from '../inner-layer.ts'
import { Layer } from '../layer.ts'
import { KerasTensor } from '../tensor.ts'
import { argumentsOf } from './rnn.ts'

/** Runs a recurrent layer over the sequence and another over its reverse, and merges their outputs. */
export const bidirectionalRow: LayerRow = { classes: ['Bidirectional'], children, lower }

function children(layer: Layer): readonly Child[] {
  const forward = innerLayer(layer, 'layer')
  const given = layer.get('backward_layer')
  const backward =
    given === undefined
      ? withConfig(forward, { go_backwards: !forward.bool('go_backwards', false) })
      : innerLayer(layer, 'backward_layer')
  return [
    { path: 'forward_layer', layer: zeroingMasked(forward) },
    { path: 'backward_layer', layer: zeroingMasked(backward) },
  ]
}

/**
 * With returned sequences, masked steps are zero: since Keras moved into TensorFlow, but not in the first standalone
 * versions.
 */
function zeroingMasked(layer: Layer): Layer {
  const { major, version } = layer.dialect
  const standalone = major < 3 && !version.includes('tf') && /^[12]\.[0-3]\b/.test(version)
  return standalone ? layer : withConfig(layer, { zero_output_for_mask: layer.bool('return_sequences', false) })
}

function withConfig(
  { className, module, name, config, dialect }: Layer,
  more: Readonly<Record<string, unknown>>,
): Layer {
  return new Layer(className, module, name, { ...config, ...more }, dialect)
}

function lower(call: LayerCall): Lowered {
  const { b, layer } = call
  const { sequence, states, carried } = argumentsOf(call)
  const half = states.length / 2
  const mask = sequence.mask === null ? {} : { mask: new KerasTensor(sequence.mask) }
  const run = (path: string, initial: readonly Value[]): readonly KerasTensor[] => {
    const state = initial.map((value) => new KerasTensor(value))
    return listOf(call.child(path).call([sequence], state.length === 0 ? mask : { ...mask, initial_state: state }))
  }
  const [forward, ...forwardStates] = run('forward_layer', states.slice(0, half))
  const [backward, ...backwardStates] = run('backward_layer', states.slice(half))
  if (forward === undefined || backward === undefined) throw layer.error('has a layer without an output.')
  const sequences = call.child('forward_layer').layer.bool('return_sequences', false)
  const reversed = sequences ? b.op('ReverseV2', [backward.value, b.ints([1])]) : backward.value
  const inherited = sequences && !isKeras(layer.dialect, 3, 16) ? carried : null
  const outputs = merged(call, forward.value, reversed).map((value) => new KerasTensor(value, inherited))
  const all = [...outputs, ...forwardStates, ...backwardStates]
  return all.length === 1 ? (all[0] as KerasTensor) : all
}

function merged({ b, layer }: LayerCall, x: Value, y: Value): readonly Value[] {
  // A mode of null, unlike an absent one, keeps both.
  const mode = Object.hasOwn(layer.config, 'merge_mode') ? layer.config.merge_mode : 'concat'
  switch (mode) {
    case null:
      return [x, y]
    case 'concat':
      return [b.op('ConcatV2', [x, y, b.int(b.rank(x) - 1)], { N: { i: 2 } })]
    case 'sum':
      return [add(b, x, y)]
    case 'ave':
      return [mul(b, add(b, x, y), 0.5)]
    case 'mul':
      return [mul(b, x, y)]
    default:
      throw layer.invalid('merge_mode', 'concat, sum, ave, mul or none', mode)
  }
}

function listOf(lowered: Lowered): readonly KerasTensor[] {
  if (typeof lowered === 'string') return [new KerasTensor(lowered)]
  if (lowered instanceof KerasTensor) return [lowered]
  return Object.values(lowered).flatMap(listOf)
}
