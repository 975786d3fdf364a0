import type { Value } from '../../../../graph/graph.ts'
import { get } from '../../../shared/json-value.ts'
import { activate } from '../activation/activations.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { innerLayer } from '../inner-layer.ts'
import { Layer } from '../layer.ts'
import { KerasTensor } from '../tensor.ts'
import { nonTrainable } from '../variables.ts'
import { fakeQuantised } from './fake-quantised.ts'
import { activationName, activationOf, type Scheme, schemeOf, unrounded } from './scheme.ts'

/** Of weights and activations in the toolkit's default schemes. */
const bits = 8

/** A layer trained with its weights, activation or output rounded to 8 bits; inference rounds them too. */
const quantizeWrapper: LayerRow = {
  classes: ['QuantizeWrapper', 'QuantizeWrapperV2'],
  variables: (layer) => nonTrainable('optimizer_step', ...rangesOf(schemeOf(layer)).flatMap((name) => ends(name))),
  children: (layer) => [{ path: 'layer', layer: withoutActivation(layer) }],
  takesOver: (layer) => ({
    child: 'layer',
    trainable: layer.className === 'QuantizeWrapperV2',
    replaced: schemeOf(layer).weights,
  }),
  lower: (call) => {
    const { b, layer, args, kwargs, child } = call
    const scheme = schemeOf(layer)
    const lowered = child('layer').call(args, kwargs, (name, weight) => {
      if (!scheme.weights.includes(name)) return weight
      const [min, max] = ends(name).map((end) => call.constant(end, scheme.perChannel ? weight.shape.slice(-1) : []))
      return min === undefined || max === undefined ? weight : fakeQuantised(weight, min, max, bits)
    })
    if (!(scheme.beforeActivation || scheme.afterActivation || scheme.output)) return lowered
    let { value, mask } = single(call, lowered)
    if (scheme.beforeActivation) value = rounded(call, value, 'pre_activation')
    if (movesActivation(scheme)) value = activate(b, value, activationOf(innerLayer(layer, 'layer')), layer)
    if (scheme.afterActivation) value = rounded(call, value, 'post_activation')
    if (scheme.output) value = rounded(call, value, 'output')
    return new KerasTensor(value, mask)
  },
}

/** Names of the values that have a range. */
function rangesOf({ weights, beforeActivation, afterActivation, output }: Scheme): readonly string[] {
  return [
    ...weights,
    ...(beforeActivation ? ['pre_activation'] : []),
    ...(afterActivation ? ['post_activation'] : []),
    ...(output ? ['output'] : []),
  ]
}

const ends = (name: string): readonly string[] => [`${name}_min`, `${name}_max`]

const movesActivation = ({ beforeActivation, afterActivation }: Scheme) => beforeActivation || afterActivation

/** The layer inside, whose activation the wrapper applies between its roundings. */
function withoutActivation(wrapper: Layer): Layer {
  const inner = innerLayer(wrapper, 'layer')
  if (!movesActivation(schemeOf(wrapper)) && activationName(inner) !== unrounded) return inner
  const { className, module, name, config, dialect, sharedId } = inner
  return new Layer(className, module, name, { ...config, activation: 'linear' }, dialect, sharedId)
}

function single({ layer }: LayerCall, lowered: Lowered): KerasTensor {
  if (lowered instanceof KerasTensor) return lowered
  if (typeof lowered === 'string') return new KerasTensor(lowered)
  throw layer.error('quantises the output of a layer with several outputs, which is not supported.')
}

function rounded({ b, weight }: LayerCall, x: Value, name: string): Value {
  const [min, max] = ends(name).map((end) => weight(end, []))
  return b.op('FakeQuantWithMinMaxVars', [x, min as Value, max as Value], {
    num_bits: { i: bits },
    narrow_range: { b: false },
  })
}

const quantizers = new Set(['AllValuesQuantizer', 'LastValueQuantizer', 'MovingAverageQuantizer'])

/** Rounds the input of the model. */
const quantizeLayer: LayerRow = {
  classes: ['QuantizeLayer'],
  variables: (layer) => nonTrainable(...(layer.get('quantizer') === undefined ? [] : ['min', 'max']), 'optimizer_step'),
  lower: ({ b, layer, x, weight }) => {
    const quantizer = layer.get('quantizer')
    if (quantizer === undefined) return b.op('Identity', [x])
    const config = get(quantizer, 'config')
    const [numBits, narrow] = [get(config, 'num_bits'), get(config, 'narrow_range')]
    const isKnown = quantizers.has(String(get(quantizer, 'class_name'))) && get(config, 'per_axis') !== true
    if (!isKnown || typeof numBits !== 'number' || typeof narrow !== 'boolean')
      throw layer.invalid('quantizer', 'one of the TensorFlow Model Optimization Toolkit with one range', quantizer)
    return b.op('FakeQuantWithMinMaxVars', [x, weight('min', []), weight('max', [])], {
      num_bits: { i: numBits },
      narrow_range: { b: narrow },
    })
  },
}

export const quantisationRows: readonly LayerRow[] = [quantizeWrapper, quantizeLayer]
