import { type Constant, derived } from '../../constant.ts'

/**
 * One number per channel as a constant of shape [channels], or [] where all channels share it. Computed in float64 and
 * rounded once, when the weights are read.
 */
export type Vector = Constant

function combine(inputs: readonly Vector[], compute: (a: number, b: number, c: number, d: number) => number): Vector {
  const longest = inputs.reduce((a, b) => (size(b) > size(a) ? b : a))
  return derived(inputs, 'float32', longest.shape, (...data) => {
    const result = new Float32Array(size(longest))
    const [a = none, b = none, c = none, d = none] = data as readonly Float32Array[]
    const [i, j, k, l] = [step(a), step(b), step(c), step(d)]
    for (let n = 0; n < result.length; n++)
      result[n] = compute(a[n * i] as number, b[n * j] as number, c[n * k] as number, d[n * l] as number)
    return result
  })
}

const none = new Float32Array(1)

const step = ({ length }: Float32Array) => (length === 1 ? 0 : 1)

function size({ shape }: Vector): number {
  return shape[0] ?? 1
}

export const product = (a: Vector, b: Vector): Vector => combine([a, b], (x, y) => x * y)

export const sum = (a: Vector, b: Vector): Vector => combine([a, b], (x, y) => x + y)

export const quotient = (a: Vector, b: Vector): Vector => combine([a, b], (x, y) => x / y)

/** `a * b + c`. */
export const productSum = (a: Vector, b: Vector, c: Vector): Vector => combine([a, b, c], (x, y, z) => x * y + z)

export const negative = (a: Vector): Vector => combine([a], (x) => -x)

export const reciprocal = (a: Vector): Vector => combine([a], (x) => 1 / x)

/** `gamma / sqrt(variance + epsilon)`: the factor of a batch normalisation. */
export const normalisingScale = (gamma: Vector, variance: Vector, epsilon: number): Vector =>
  combine([gamma, variance], (x, y) => x / Math.sqrt(y + epsilon))

/** `beta - mean * gamma / sqrt(variance + epsilon)`: its offset. */
export const normalisingOffset = (
  gamma: Vector,
  beta: Vector,
  mean: Vector,
  variance: Vector,
  epsilon: number,
): Vector => combine([gamma, beta, mean, variance], (g, b, m, v) => b - (m * g) / Math.sqrt(v + epsilon))

/** Whether every value is known by now and passes. */
export function every({ data }: Vector, test: (value: number) => boolean): boolean {
  if (!(data instanceof Float32Array)) return false
  for (let i = 0; i < data.length; i++) if (!test(data[i] as number)) return false
  return true
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

/** The vector several times over; a value that is shared stays one. */
export function repeated(vector: Vector, times: number): Vector {
  if (vector.shape.length === 0 || times === 1) return vector
  return derived([vector], 'float32', [size(vector) * times], (data) => {
    const result = new Float32Array(data.length * times)
    for (let i = 0; i < times; i++) result.set(data as Float32Array, i * data.length)
    return result
  })
}
