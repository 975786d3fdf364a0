import { EngineError } from './errors.ts'

export type DType = 'float32' | 'int32' | 'bool' | 'string' | 'complex64'

/** `null` is a free dimension. */
export type Shape = readonly (number | null)[]

export interface TensorSpec {
  readonly name: string
  readonly dtype: DType
  /** `null` if the rank is unknown. */
  readonly shape: Shape | null
}

/**
 * float32 and complex64 (interleaved): Float32Array; int32: Int32Array; bool: Uint8Array of 0 and 1; string: decoded
 * from UTF-8.
 */
export type TensorData =
  | Float32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | readonly string[]

/** A tensor in plain memory, row-major. */
export interface TensorValue {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: TensorData
}

export type NamedTensors = Readonly<Record<string, TensorValue>>

export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const dim of shape) size *= dim
  return size
}

/** `[?, 224, 224, 3]`; `[any rank]` if unknown. */
export function formatShape(shape: Shape | null): string {
  if (shape === null) return '[any rank]'
  return `[${shape.map((dim) => dim ?? '?').join(', ')}]`
}

export function bytesPerElement(dtype: DType): number {
  return { float32: 4, int32: 4, bool: 1, complex64: 8, string: 0 }[dtype]
}

export interface TensorStats {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly sum: number
  readonly nan: number
  readonly inf: number
}

/** Statistics of the finite elements, in float64, Kahan-summed; all zero for strings and empty tensors. */
export function statsOf(value: TensorValue): TensorStats {
  const { data } = value
  if (Array.isArray(data)) return { min: 0, max: 0, mean: 0, sum: 0, nan: 0, inf: 0 }
  const numbers = data as Exclude<TensorData, readonly string[]>
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let sum = 0
  let carry = 0
  let nan = 0
  let inf = 0
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i] as number
    if (Number.isNaN(x)) nan++
    else if (!Number.isFinite(x)) inf++
    else {
      if (x < min) min = x
      if (x > max) max = x
      const y = x - carry
      const t = sum + y
      carry = t - sum - y
      sum = t
    }
  }
  const finite = numbers.length - nan - inf
  return finite === 0 ? { min: 0, max: 0, mean: 0, sum: 0, nan, inf } : { min, max, mean: sum / finite, sum, nan, inf }
}

/** Whether the statistics of a tensor are of any element; without a finite one, they are zeros. */
export function hasFinite({ nan, inf }: TensorStats, { shape, dtype }: Pick<TensorValue, 'shape' | 'dtype'>): boolean {
  return nan + inf < sizeOf(shape) * (dtype === 'complex64' ? 2 : 1)
}

/** Numeric data of a tensor. Raises `input-dtype` for strings. */
export function numbersOf(value: TensorValue): Exclude<TensorData, readonly string[]> {
  if (value.dtype === 'string') throw new EngineError('input-dtype', 'Expected numbers, found a string tensor.')
  return value.data as Exclude<TensorData, readonly string[]>
}
