import { type Arithmetic, plainArithmetic } from '../base/arithmetic.ts'
import { EngineError } from '../base/errors.ts'
import { type DType, sizeOf, type TensorData } from '../base/tensor.ts'

/** A tensor that does not change: a weight in a file, read when it is asked for, or a small value of the graph itself. */
export interface Constant {
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Bytes in the file, before decoding. 0 for what lies in no file. */
  readonly bytes: number
  /** The file it lies in, for messages; empty for what lies in none. */
  readonly file: string
  /** The values, where they are in memory by now; what a pass may look at. */
  readonly data: TensorData | null
  /**
   * May give a view of a larger buffer, a whole file: not to be written to, and copied by who keeps it. Raises
   * `weights-missing`, `weights-wrong-size`, `file-unreadable`, `checksum-mismatch`, `cancelled`.
   */
  read(signal?: AbortSignal): Promise<TensorData>
  /**
   * Of float32 only, and only where it saves an array: reads, and gives what puts the values into a place of the caller's.
   * Raises what `read` raises.
   */
  readonly fill?: (signal?: AbortSignal) => Promise<Fill>
}

/**
 * Writes all values of a tensor into an array of as many, whatever that holds; at once, from memory. Raises `internal` for
 * another length.
 */
export type Fill = (target: Float32Array, arithmetic: Arithmetic) => void

/** What puts the values of a float32 constant into a place of the caller's. Raises what `read` raises. */
export async function fillOf(constant: Constant, signal?: AbortSignal): Promise<Fill> {
  // What is in memory is not read again.
  if (constant.data === null && constant.fill !== undefined) return constant.fill(signal)
  const data = (await constant.read(signal)) as Float32Array
  return (target) => {
    checkLength(data, target)
    target.set(data)
  }
}

/** The little-endian float32 values that lie in these bytes, one part after the other, at whatever addresses. */
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

/** What is not written would be whatever the place held before. */
function checkLength(data: { readonly length: number }, place: { readonly length: number }): void {
  if (data.length !== place.length)
    throw new EngineError('internal', `A place for ${place.length} values was to be filled with ${data.length}.`)
}

/** Elements up to which values stay in memory once they have been read: vectors per channel, shapes, small tables; not kernels. */
const few = 4096

export function isSmall({ shape }: Pick<Constant, 'shape'>): boolean {
  return sizeOf(shape) <= few
}

/** A constant whose values are read, from a file or from other constants; the values of a small one are, once. */
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

/** Who keeps a view would keep, with it, all of a larger buffer: a copy of such a one. */
export function owned(data: TensorData): TensorData {
  return ArrayBuffer.isView(data) && data.byteLength < data.buffer.byteLength ? data.slice() : data
}

/** A constant in memory. Raises `internal` when the data does not fill the shape. */
export function literal(dtype: DType, shape: readonly number[], data: TensorData): Constant {
  const expected = sizeOf(shape) * (dtype === 'complex64' ? 2 : 1)
  if (data.length !== expected)
    throw new EngineError('internal', `A constant of shape [${shape}] holds ${expected} elements, not ${data.length}.`)
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

/** The same values under another shape of as many. */
export function reshaped(constant: Constant, shape: readonly number[]): Constant {
  return { ...constant, shape }
}

/**
 * A constant computed from others when it is read, at once where all of them are in memory. `compute` is pure, gets the
 * data of `from` in order and may reuse their memory only when it returns it unchanged.
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
 * A float32 constant with the values of another, which `change` changes where they lie; it gets the data of `others` in
 * order, and is pure but for its first argument.
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
