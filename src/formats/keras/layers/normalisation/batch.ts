import { type Constant, derived, float32 } from '../../../../graph/constant.ts'
import { toFloat } from '../../operations/promote.ts'
import { axesOf, beside, sizesOf } from '../axes.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add, mul } from '../elementwise.ts'
import type { Layer } from '../layer.ts'

const scales = (layer: Layer): boolean => layer.bool('scale', true)
const centres = (layer: Layer): boolean => layer.bool('center', true)

/**
 * At inference, a factor and an offset per channel: `x · γ / √(σ² + ε) + (β − μ γ / √(σ² + ε))`, computed when the
 * weights are read. This form folds into the preceding layer.
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
  const gamma = scales(layer) ? constant('gamma', [size]) : float32(new Float32Array(size).fill(1))
  const beta = centres(layer) ? constant('beta', [size]) : float32(new Float32Array(size))
  const mean = constant('moving_mean', [size])
  const variance = constant('moving_variance', [size])
  const epsilon = layer.number('epsilon', layer.dialect.major === 1 ? 1e-5 : 1e-3)
  const factor = derived([gamma, variance], 'float32', shape, (g, v) =>
    factors(g as Float32Array, v as Float32Array, epsilon),
  )
  const summand = derived([gamma, variance, beta, mean], 'float32', shape, (g, v, c, m) =>
    summands(g as Float32Array, v as Float32Array, c as Float32Array, m as Float32Array, epsilon),
  )
  return { factor: Object.assign(factor, { remembers: { mean, variance } }), summand }
}

const factorAt = (gamma: Float32Array, variance: Float32Array, epsilon: number, i: number) =>
  (gamma[i] as number) / Math.sqrt((variance[i] as number) + epsilon)

function factors(gamma: Float32Array, variance: Float32Array, epsilon: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(gamma.length)
  for (let i = 0; i < values.length; i++) values[i] = factorAt(gamma, variance, epsilon, i)
  return values
}

function summands(
  gamma: Float32Array,
  variance: Float32Array,
  beta: Float32Array,
  mean: Float32Array,
  epsilon: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(gamma.length)
  for (let i = 0; i < values.length; i++)
    values[i] = (beta[i] as number) - (mean[i] as number) * factorAt(gamma, variance, epsilon, i)
  return values
}

export const batchNormalizationRows: readonly LayerRow[] = [batchNormalization]
