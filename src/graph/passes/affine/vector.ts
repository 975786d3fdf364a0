import type { TensorData } from '../../../base/tensor.ts'
import { type Constant, derived, float32, reshaped } from '../../constant.ts'

/**
 * One number per channel as a constant of shape [channels], or [] if all channels share it. Computed in float64 and
 * rounded once, when the weights are read.
 */
export type Vector = Constant

/** A vector traversed in steps of 1, or of 0 if it is one shared value. */
interface Operand {
  readonly values: Float32Array
  readonly step: number
}

/**
 * Arithmetic on whole operands: engines box numbers passed through a per-element callback, and drop a closure's
 * compiled code.
 */
type Arithmetic = (result: Float32Array, a: Operand, b: Operand, c: Operand, d: Operand, e: Operand) => void

function combine(inputs: readonly Vector[], arithmetic: Arithmetic): Vector {
  const longest = inputs.reduce((a, b) => (size(b) > size(a) ? b : a))
  return derived(inputs, 'float32', longest.shape, (...data) => {
    const result = new Float32Array(size(longest))
    const [a = none, b = none, c = none, d = none, e = none] = data.map(operand)
    arithmetic(result, a, b, c, d, e)
    return result
  })
}

function operand(data: TensorData): Operand {
  return { values: data as Float32Array, step: data.length === 1 ? 0 : 1 }
}

const none = operand(new Float32Array(1))

const at = ({ values, step }: Operand, i: number) => values[i * step] as number

function size({ shape }: Vector): number {
  return shape[0] ?? 1
}

function products(result: Float32Array, a: Operand, b: Operand): void {
  for (let i = 0; i < result.length; i++) result[i] = at(a, i) * at(b, i)
}

function sums(result: Float32Array, a: Operand, b: Operand): void {
  for (let i = 0; i < result.length; i++) result[i] = at(a, i) + at(b, i)
}

function quotients(result: Float32Array, a: Operand, b: Operand): void {
  for (let i = 0; i < result.length; i++) result[i] = at(a, i) / at(b, i)
}

function productSums(result: Float32Array, a: Operand, b: Operand, c: Operand): void {
  for (let i = 0; i < result.length; i++) result[i] = at(a, i) * at(b, i) + at(c, i)
}

function factors(result: Float32Array, gamma: Operand, variance: Operand, epsilon: Operand): void {
  for (let i = 0; i < result.length; i++) result[i] = at(gamma, i) / Math.sqrt(at(variance, i) + at(epsilon, i))
}

function offsets(
  result: Float32Array,
  gamma: Operand,
  beta: Operand,
  mean: Operand,
  variance: Operand,
  epsilon: Operand,
): void {
  for (let i = 0; i < result.length; i++)
    result[i] = at(beta, i) - (at(mean, i) * at(gamma, i)) / Math.sqrt(at(variance, i) + at(epsilon, i))
}

export const product = (a: Vector, b: Vector): Vector => combine([a, b], products)

export const sum = (a: Vector, b: Vector): Vector => combine([a, b], sums)

export const quotient = (a: Vector, b: Vector): Vector => combine([a, b], quotients)

/** `a * b + c`. */
export const productSum = (a: Vector, b: Vector, c: Vector): Vector => combine([a, b, c], productSums)

const minusOne = float32([-1], [])
const one = float32([1], [])

export const negative = (a: Vector): Vector => combine([a, minusOne], products)

export const reciprocal = (a: Vector): Vector => combine([one, a], quotients)

/** `gamma / sqrt(variance + epsilon)`: the factor of a batch normalisation. */
export const normalisingScale = (gamma: Vector, variance: Vector, epsilon: number): Vector =>
  combine([gamma, variance, float32([epsilon], [])], factors)

/** `beta - mean * gamma / sqrt(variance + epsilon)`: its offset. */
export const normalisingOffset = (
  gamma: Vector,
  beta: Vector,
  mean: Vector,
  variance: Vector,
  epsilon: number,
): Vector => combine([gamma, beta, mean, variance, float32([epsilon], [])], offsets)

/** Properties of a vector's values; all NaN if any value is. */
export interface Range {
  readonly least: number
  readonly most: number
  readonly smallestMagnitude: number
  readonly largestMagnitude: number
}

/** Cached, because vectors are immutable and several rules ask about the same one. */
const ranges = new WeakMap<Float32Array, Range>()

/** Whether every value is in memory and satisfies the predicate. */
export function every({ data }: Vector, test: (range: Range) => boolean): boolean {
  if (!(data instanceof Float32Array)) return false
  const known = ranges.get(data) ?? rangeOf(data)
  ranges.set(data, known)
  return test(known)
}

/** Whether every value is in memory and equals this one. */
export function isAll({ data }: Vector, value: number): boolean {
  if (!(data instanceof Float32Array)) return false
  for (let i = 0; i < data.length; i++) if (data[i] !== value) return false
  return true
}

function rangeOf(values: Float32Array): Range {
  let [least, most, smallestMagnitude] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    // NaN propagates.
    least = Math.min(least, value)
    most = Math.max(most, value)
    smallestMagnitude = Math.min(smallestMagnitude, Math.abs(value))
  }
  return { least, most, smallestMagnitude, largestMagnitude: Math.max(-least, most) }
}

/** The same values in another shape. */
export function withShape(constant: Constant, shape: readonly number[]): Constant {
  const same = constant.shape.length === shape.length && shape.every((dim, i) => dim === constant.shape[i])
  return same ? constant : reshaped(constant, shape)
}

/** A vector of exactly [channels], with a shared value repeated. */
export function spread(vector: Vector, channels: number): Constant {
  if (vector.shape.length === 1 && size(vector) === channels) return vector
  return derived([vector], 'float32', [channels], (data) => new Float32Array(channels).fill(Number(data[0])))
}

/** The vector repeated several times; a shared value stays single. */
export function repeated(vector: Vector, times: number): Vector {
  if (vector.shape.length === 0 || times === 1) return vector
  return derived([vector], 'float32', [size(vector) * times], (data) => {
    const result = new Float32Array(data.length * times)
    for (let i = 0; i < times; i++) result.set(data as Float32Array, i * data.length)
    return result
  })
}
