import { type Constant, derived, float32 } from '../../graph/constant.ts'
import { axesOf, beside, sizesOf } from './axes.ts'
import type { LayerCall, LayerRow } from './contract.ts'
import { add, mul } from './elementwise.ts'
import type { Layer } from './layer.ts'
import { toFloat } from './operations/promote.ts'

const scales = (layer: Layer): boolean => layer.bool('scale', true)
const centres = (layer: Layer): boolean => layer.bool('center', true)

/**
 * At inference a factor and a summand per channel, `x · γ / √(σ² + ε) + (β − μ γ / √(σ² + ε))`, computed when the weights
 * are read: in this form it folds into the layer before it.
 */
const batchNormalization: LayerRow = {
  classes: ['BatchNormalization', 'SyncBatchNormalization', 'BatchNormalizationV1', 'BatchNormalizationV2'],
  passesMask: true,
  variables: (layer) => [
    ...(scales(layer) ? [{ name: 'gamma', trainable: true }] : []),
    ...(centres(layer) ? [{ name: 'beta', trainable: true }] : []),
    { name: 'moving_mean', trainable: false },
    { name: 'moving_variance', trainable: false },
    ...(layer.bool('renorm', false)
      ? ['moving_stddev', 'renorm_mean', 'renorm_stddev'].map((name) => ({ name, trainable: false }))
      : []),
  ],
  lower: (call) => {
    const { b, layer } = call
    const x = toFloat(b, call.x)
    const axes = axesOf(layer, b.rank(x))
    if (axes.length !== 1) throw layer.invalid('axis', 'one axis', layer.get('axis'))
    const [size = 1] = sizesOf(b, layer, x, axes)
    const shape = beside(b.rank(x), axes, [size])
    const { factor, summand } = affine(call, size, shape)
    return add(b, mul(b, x, b.constant(factor, 'factor')), b.constant(summand, 'summand'))
  },
}

function affine(
  { layer, constant }: LayerCall,
  size: number,
  shape: readonly number[],
): { readonly factor: Constant; readonly summand: Constant } {
  const ones = float32(new Float32Array(size).fill(1))
  const zeros = float32(new Float32Array(size))
  const gamma = scales(layer) ? constant('gamma', [size]) : ones
  const beta = centres(layer) ? constant('beta', [size]) : zeros
  const mean = constant('moving_mean', [size])
  const variance = constant('moving_variance', [size])
  const epsilon = layer.number('epsilon', layer.dialect.major === 1 ? 1e-5 : 1e-3)
  const factorAt = (g: Float32Array, v: Float32Array, i: number) =>
    (g[i] as number) / Math.sqrt((v[i] as number) + epsilon)
  const factor = derived([gamma, variance], 'float32', shape, (g, v) => {
    const values = new Float32Array(size)
    for (let i = 0; i < size; i++) values[i] = factorAt(g as Float32Array, v as Float32Array, i)
    return values
  })
  const summand = derived([gamma, variance, beta, mean], 'float32', shape, (g, v, c, m) => {
    const values = new Float32Array(size)
    for (let i = 0; i < size; i++) {
      const shift = ((m as Float32Array)[i] as number) * factorAt(g as Float32Array, v as Float32Array, i)
      values[i] = ((c as Float32Array)[i] as number) - shift
    }
    return values
  })
  return { factor, summand }
}

export const batchNormalizationRows: readonly LayerRow[] = [batchNormalization]
