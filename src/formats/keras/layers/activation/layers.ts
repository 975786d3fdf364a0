import type { Value } from '../../../../graph/graph.ts'
import { toFloat } from '../../operations/promote.ts'
import { axesOf } from '../axes.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add, mul, sub, where } from '../elementwise.ts'
import { KerasTensor } from '../tensor.ts'
import { trainable } from '../variables.ts'
import { activate } from './activations.ts'
import { softmax } from './softmax.ts'

const activation: LayerRow = {
  classes: ['Activation'],
  passesMask: true,
  lower: ({ b, layer, x }) => activate(b, x, layer.get('activation'), layer),
}

/** Activation layers that take arguments. */
const withArguments: LayerRow = {
  classes: ['ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'],
  passesMask: true,
  lower: ({ b, layer, x }) => activate(b, toFloat(b, x), { class_name: layer.className, config: layer.config }, layer),
}

/** The slope below 0 is a weight, per element or shared along axes. */
const prelu: LayerRow = {
  classes: ['PReLU'],
  passesMask: true,
  variables: () => trainable('alpha'),
  lower: ({ b, layer, x, weight }) => {
    const shared = layer.get('shared_axes') === undefined ? [] : axesOf(layer, b.rank(x), 'shared_axes')
    const dims = b
      .shape(x)
      .slice(1)
      .map((dim, i) => (shared.includes(i + 1) ? 1 : dim))
    if (!dims.every((dim): dim is number => typeof dim === 'number'))
      throw layer.error('has one slope per element of an axis of unknown size.')
    return b.op('Prelu', [x, weight('alpha', dims)])
  },
}

const softmaxLayer: LayerRow = {
  classes: ['Softmax'],
  passesMask: true,
  lower: (call) => {
    const { b, layer } = call
    const x = toFloat(b, call.x)
    const axes = axesOf(layer, b.rank(x))
    const mask = maskOf(call)
    if (mask === null) return softmax(b, x, axes)
    const kept = b.dtype(mask) === 'bool' ? mask : b.op('Greater', [b.cast(mask, 'float32'), b.scalar(0.5)])
    if (layer.dialect.major >= 3) return where(b, kept, softmax(b, where(b, kept, x, -1e9), axes), 0)
    return softmax(b, add(b, x, mul(b, sub(b, 1, b.cast(kept, 'float32')), -1e9)), axes)
  },
}

function maskOf({ args, kwargs, inputs }: LayerCall): Value | null {
  const given = kwargs.mask ?? args[1]
  return given instanceof KerasTensor ? given.value : (inputs[0]?.mask ?? null)
}

export const activationLayerRows: readonly LayerRow[] = [activation, withArguments, prelu, softmaxLayer]
