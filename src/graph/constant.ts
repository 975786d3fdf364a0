import { type Arithmetic, plainArithmetic } from '../base/arithmetic.ts'
import { EngineError } from '../base/errors.ts'
import { type DType, sizeOf, type TensorData } from '../base/tensor.ts'

/** An immutable tensor: a weight in a file, read on demand, or a small value in the graph itself. */
export interface Constant {
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Stored bytes, before decoding. 0 if it is not in a file. */
  readonly bytes: number
  /** The file that holds it, for messages; empty if none does. */
  readonly file: string
  /** The values, if they are in memory; passes may inspect them. */
  readonly data: TensorData | null
  /**
   * May return a view of a larger buffer, such as a whole file: do not write to it, and copy it to keep it. Raises
   * `weights-missing`, `weights-wrong-size`, `file-unreadable`, `checksum-mismatch`, `cancelled`.
   */
  read(signal?: AbortSignal): Promise<TensorData>
  /**
   * For float32 only, if it saves an array: reads, and returns a function that writes the values to the caller's array.
   * Raises what `read` raises.
   */
  readonly fill?: (signal?: AbortSignal) => Promise<Fill>
  /** On the factor of a batch normalisation: what it remembers of the values that it normalised in training. */
  readonly remembers?: Moments
}

/** Mean and variance per channel. */
export interface Moments {
  readonly mean: Constant
  readonly variance: Constant
}

/** Synchronously writes all values into an array of the same length. Raises `internal` for any other length. */
export type Fill = (target: Float32Array, arithmetic: Arithmetic) => void

/** A function that writes a float32 constant to the caller's array. Raises what `read` raises. */
export async function fillOf(constant: Constant, signal?: AbortSignal): Promise<Fill> {
  // Values in memory are not read again.
  if (constant.data === null && constant.fill !== undefined) return constant.fill(signal)
  const data = (await constant.read(signal)) as Float32Array
  return (target) => {
    checkLength(data, target)
    target.set(data)
  }
}

/** Writes the little-endian float32 values stored in consecutive byte ranges, which need not be aligned. */
export function fillFrom(...parts: readonly Uint8Array[]): Fill {
  return (target) => {
    const place = new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
    checkLength({ length: parts.reduce((sum, { length }) => sum + length, 0) }, place)
    let at = 0
    for (const part of parts) {
      place.set(part, at)
      at += part.length
    }
  }
}

/** Unwritten elements would keep stale memory. */
function checkLength(data: { readonly length: number }, place: { readonly length: number }): void {
  if (data.length !== place.length)
    throw new EngineError('internal', `A buffer of ${place.length} values received ${data.length}.`)
}

/**
 * Constants up to this many elements stay in memory once read: per-channel vectors, shapes, small tables, but not
 * kernels.
 */
const few = 4096

export function isSmall({ shape }: Pick<Constant, 'shape'>): boolean {
  return sizeOf(shape) <= few
}

/** A constant read from a file or computed from others; small ones are cached after the first read. */
export function stored(constant: Omit<Constant, 'data'>): Constant {
  if (!isSmall(constant)) return { ...constant, data: null }
  let data: TensorData | null = null
  return {
    ...constant,
    get data() {
      return data
    },
    read: async (signal) => {
      data ??= owned(await constant.read(signal))
      return data
    },
  }
}

/** Copies a view of a larger buffer, because keeping the view would keep the whole buffer alive. */
export function owned(data: TensorData): TensorData {
  return ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength ? data.slice() : data
}

/** A constant in memory. Raises `internal` if the data does not fill the shape. */
export function literal(dtype: DType, shape: readonly number[], data: TensorData): Constant {
  const expected = sizeOf(shape) * (dtype === 'complex64' ? 2 : 1)
  if (data.length !== expected)
    throw new EngineError(
      'internal',
      `A constant of shape [${shape}] needs ${expected} elements, but has ${data.length}.`,
    )
  return { dtype, shape, bytes: 0, file: '', data, read: async () => data }
}

export const float32 = (values: Iterable<number>, shape?: readonly number[]): Constant => {
  const data = new Float32Array(values)
  return literal('float32', shape ?? [data.length], data)
}

export const int32 = (values: Iterable<number>, shape?: readonly number[]): Constant => {
  const data = new Int32Array(values)
  return literal('int32', shape ?? [data.length], data)
}

export const bool = (values: Iterable<boolean>, shape?: readonly number[]): Constant => {
  const data = Uint8Array.from(values, Number)
  return literal('bool', shape ?? [data.length], data)
}

export const strings = (values: readonly string[], shape?: readonly number[]): Constant =>
  literal('string', shape ?? [values.length], values)

/** The same values in another shape of equal size. */
export function reshaped(constant: Constant, shape: readonly number[]): Constant {
  return { ...constant, shape }
}

/**
 * A constant computed from others when it is read, or immediately if all of them are in memory. `compute` is pure,
 * receives the data of `from` in order, and may return one of its arguments only unchanged.
 */
export function derived(
  from: readonly Constant[],
  dtype: DType,
  shape: readonly number[],
  compute: (...data: readonly TensorData[]) => TensorData,
): Constant {
  if (from.every(({ data }) => data !== null))
    return literal(dtype, shape, compute(...from.map(({ data }) => data ?? [])))
  return stored({
    dtype,
    shape,
    bytes: from.reduce((sum, { bytes }) => sum + bytes, 0),
    file: from.find(({ file }) => file !== '')?.file ?? '',
    read: async (signal) => compute(...(await Promise.all(from.map((constant) => constant.read(signal))))),
  })
}

/**
 * A float32 constant derived from `base` by `change`, which modifies the values in place. `change` also receives the
 * data of `others` in order, and has no other side effects.
 */
export function changed(
  base: Constant,
  others: readonly Constant[],
  change: (values: Float32Array, arithmetic: Arithmetic, ...others: readonly TensorData[]) => void,
): Constant {
  const all = derived([base, ...others], 'float32', base.shape, (data, ...rest) => {
    const values = Float32Array.from(data as Float32Array)
    change(values, plainArithmetic, ...rest)
    return values
  })
  if (all.data !== null) return all
  const fill = async (signal?: AbortSignal): Promise<Fill> => {
    const [put, ...rest] = await Promise.all([fillOf(base, signal), ...others.map((other) => other.read(signal))])
    return (target, arithmetic) => {
      put(target, arithmetic)
      change(target, arithmetic, ...rest)
    }
  }
  return { ...all, fill }
}
