import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { toFloat } from '../../operations/promote.ts'
import { axesOf, beside, sizesOf, storedAxesOf } from '../axes.ts'
import type { LayerCall, LayerRow, Variable } from '../contract.ts'
import { add, maximum, mul, sub } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { trainable } from '../variables.ts'

function gammaAndBeta(layer: Layer): readonly Variable[] {
  const rms = layer.bool('rms_scaling', false)
  return trainable(
    ...(layer.bool('scale', true) || rms ? ['gamma'] : []),
    ...(layer.bool('center', true) && !rms ? ['beta'] : []),
  )
}

/** The variable, reshaped to broadcast against a tensor of that rank; `null` if the layer has none. */
function besideX(
  { b, layer, weight }: LayerCall,
  name: string,
  rank: number,
  axes: readonly number[],
  sizes: readonly number[],
): Value | null {
  if (!gammaAndBeta(layer).some((variable) => variable.name === name)) return null
  const shape = beside(rank, axes, sizes)
  const value = weight(name, sizes)
  return shape.join() === sizes.join() ? value : b.reshape(value, shape)
}

function mean(b: GraphBuilder, x: Value, axes: readonly number[]): Value {
  return b.op('Mean', [x, b.ints(axes)], { keep_dims: { b: true } })
}

/** `(x − mean) / √(variance + ε)` over the axes; `x / √(variance + ε)` without centring. */
function standardised(b: GraphBuilder, x: Value, axes: readonly number[], epsilon: number, centred = true): Value {
  const centre = mean(b, x, axes)
  const variance = mean(b, b.op('SquaredDifference', [x, centre]), axes)
  return mul(b, centred ? sub(b, x, centre) : x, b.op('Rsqrt', [add(b, variance, epsilon)]))
}

const layerNormalization: LayerRow = {
  classes: ['LayerNormalization'],
  passesMask: true,
  variables: gammaAndBeta,
  lower: (call) => {
    const { b, layer } = call
    const x = toFloat(b, call.x)
    const rank = b.rank(x)
    // Keras reshapes the variables without transposing them.
    const axes = storedAxesOf(layer, rank)
    const sizes = sizesOf(b, layer, x, axes)
    const epsilon = layer.number('epsilon', 1e-3)
    const gamma = besideX(call, 'gamma', rank, axes, sizes)
    const beta = besideX(call, 'beta', rank, axes, sizes)
    const normal = standardised(b, x, axes, epsilon, !layer.bool('rms_scaling', false))
    const scaled = gamma === null ? normal : mul(b, normal, gamma)
    return beta === null ? scaled : add(b, scaled, beta)
  },
}

const groupNormalization: LayerRow = {
  classes: ['GroupNormalization'],
  passesMask: true,
  variables: gammaAndBeta,
  lower: (call) => {
    const { b, layer } = call
    const x = toFloat(b, call.x)
    const shape = b.shape(x)
    const [axis = 0] = axesOf(layer, shape.length)
    const [channels = 1] = sizesOf(b, layer, x, [axis])
    const stated = layer.number('groups', 32)
    const groups = stated === -1 ? channels : stated
    if (channels % groups !== 0)
      throw layer.error(`has ${groups} groups, which do not divide its ${channels} input channels.`)
    const split = [...shape.slice(0, axis), groups, channels / groups, ...shape.slice(axis + 1)]
    const reduced = split.map((_, i) => i).filter((i) => i !== 0 && i !== axis)
    const normal = standardised(b, b.reshape(x, split), reduced, layer.number('epsilon', 1e-3))
    const gamma = besideX(call, 'gamma', shape.length, [axis], [channels])
    const beta = besideX(call, 'beta', shape.length, [axis], [channels])
    const whole = b.reshape(normal, shape)
    const scaled = gamma === null ? whole : mul(b, whole, gamma)
    return beta === null ? scaled : add(b, scaled, beta)
  },
}

/** Keras does not move the scale to its axes: it broadcasts along the last ones, whichever axes are normalised. */
const rmsNormalization: LayerRow = {
  classes: ['RMSNormalization'],
  variables: () => trainable('scale'),
  lower: (call) => {
    const { b, layer, weight } = call
    const x = toFloat(b, call.x)
    const axes = axesOf(layer, b.rank(x))
    const power = mean(b, b.op('Square', [x]), axes)
    const normal = mul(b, x, b.op('Rsqrt', [add(b, power, layer.number('epsilon', 1e-6))]))
    return mul(b, normal, weight('scale', sizesOf(b, layer, x, storedAxesOf(layer, b.rank(x)))))
  },
}

/** `x / max(‖x‖, ε)` over the axes. */
export function unitLength(b: GraphBuilder, x: Value, axes: readonly number[], epsilon = 1e-12): Value {
  const squares = b.op('Sum', [b.op('Square', [x]), b.ints(axes)], { keep_dims: { b: true } })
  return mul(b, x, b.op('Rsqrt', [maximum(b, squares, epsilon * epsilon)]))
}

const unitNormalization: LayerRow = {
  classes: ['UnitNormalization'],
  passesMask: true,
  lower: ({ b, layer, x: given }) => {
    const x = toFloat(b, given)
    return unitLength(b, x, axesOf(layer, b.rank(x)))
  },
}

export const normalisationRows: readonly LayerRow[] = [
  layerNormalization,
  groupNormalization,
  rmsNormalization,
  unitNormalization,
]
