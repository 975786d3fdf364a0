import type { LayerRow } from '../contract.ts'
import { where } from '../elementwise.ts'
import { literalOf } from '../literal.ts'
import { KerasTensor } from '../tensor.ts'

/** Layers that act in training only. */
const nothing: LayerRow = {
  classes: [
    'Identity',
    'ActivityRegularization',
    'Dropout',
    'SpatialDropout1D',
    'SpatialDropout2D',
    'SpatialDropout3D',
    'AlphaDropout',
    'GaussianDropout',
    'GaussianNoise',
  ],
  passesMask: true,
  lower: ({ layer, inputs, args }) => {
    const [first] = args
    // A list or dict of tensors passes unchanged.
    if (first instanceof KerasTensor) return first.value
    if (inputs.length === 0) throw layer.error('is called without a tensor.')
    return Array.isArray(first) ? inputs : (first as { readonly [key: string]: KerasTensor })
  },
}

/** Masks and zeroes the steps whose elements all equal a given value. */
const masking: LayerRow = {
  classes: ['Masking'],
  lower: ({ b, layer, x }) => {
    const value = maskValue(layer.get('mask_value'))
    if (value === null) throw layer.invalid('mask_value', 'a number', layer.get('mask_value'))
    const other = b.op('NotEqual', [x, b.scalarLike(x, value)])
    const kept = b.op('Any', [other, b.ints([-1])], { keep_dims: { b: true } })
    const mask = b.op('Squeeze', [kept], { squeeze_dims: { list: { i: [-1] } } })
    return new KerasTensor(where(b, kept, x, 0), mask)
  },
}

/** A number, or a one-element tensor in the config. */
function maskValue(given: unknown): number | null {
  if (given === undefined) return 0
  const value = typeof given === 'number' ? given : literalOf(given)?.data?.[0]
  return typeof value === 'number' ? value : null
}

export const regularisationRows: readonly LayerRow[] = [nothing, masking]
