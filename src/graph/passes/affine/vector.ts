import { type Constant, derived } from '../../constant.ts'

/**
 * One number per channel as a constant of shape [channels], or [] where all channels share it. Computed in float64 and
 * rounded once, when the weights are read.
 */
export type Vector = Constant

function combine(inputs: readonly Vector[], compute: (values: readonly number[]) => number): Vector {
  const longest = inputs.reduce((a, b) => (size(b) > size(a) ? b : a))
  return derived(inputs, 'float32', longest.shape, (...data) => {
    const columns = data.map((values) => values as Float32Array)
    const result = new Float32Array(size(longest))
    for (let i = 0; i < result.length; i++)
      result[i] = compute(columns.map((values) => values[values.length === 1 ? 0 : i] as number))
    return result
  })
}

function size({ shape }: Vector): number {
  return shape[0] ?? 1
}

const at = (values: readonly number[], i: number) => values[i] as number

export const product = (a: Vector, b: Vector): Vector => combine([a, b], (v) => at(v, 0) * at(v, 1))

export const sum = (a: Vector, b: Vector): Vector => combine([a, b], (v) => at(v, 0) + at(v, 1))

export const quotient = (a: Vector, b: Vector): Vector => combine([a, b], (v) => at(v, 0) / at(v, 1))

/** `a * b + c`. */
export const productSum = (a: Vector, b: Vector, c: Vector): Vector =>
  combine([a, b, c], (v) => at(v, 0) * at(v, 1) + at(v, 2))

export const negative = (a: Vector): Vector => combine([a], (v) => -at(v, 0))

export const reciprocal = (a: Vector): Vector => combine([a], (v) => 1 / at(v, 0))

/** `gamma / sqrt(variance + epsilon)`: the factor of a batch normalisation. */
export const normalisingScale = (gamma: Vector, variance: Vector, epsilon: number): Vector =>
  combine([gamma, variance], (v) => at(v, 0) / Math.sqrt(at(v, 1) + epsilon))

/** `beta - mean * gamma / sqrt(variance + epsilon)`: its offset. */
export const normalisingOffset = (
  gamma: Vector,
  beta: Vector,
  mean: Vector,
  variance: Vector,
  epsilon: number,
): Vector =>
  combine([gamma, beta, mean, variance], (v) => at(v, 1) - (at(v, 2) * at(v, 0)) / Math.sqrt(at(v, 3) + epsilon))

/** Whether every value is known by now and passes. */
export function every({ data }: Vector, test: (value: number) => boolean): boolean {
  return data instanceof Float32Array && data.every(test)
}

/** The same values under another shape. */
export function withShape(constant: Constant, shape: readonly number[]): Constant {
  const same = constant.shape.length === shape.length && shape.every((dim, i) => dim === constant.shape[i])
  return same ? constant : derived([constant], constant.dtype, shape, (data) => data)
}

/** A vector of exactly [channels], a shared value repeated. */
export function spread(vector: Vector, channels: number): Constant {
  if (vector.shape.length === 1 && size(vector) === channels) return vector
  return derived([vector], 'float32', [channels], (data) => new Float32Array(channels).fill(Number(data[0])))
}
