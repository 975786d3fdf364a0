import { type DType, sizeOf, type TensorData, type TensorValue } from '../../base/tensor.ts'

export type Numbers = Exclude<TensorData, readonly string[]>

export function allocate(dtype: DType, size: number): Numbers | null {
  if (dtype === 'float32') return new Float32Array(size)
  if (dtype === 'int32') return new Int32Array(size)
  return dtype === 'bool' ? new Uint8Array(size) : null
}

/** The elements as numbers; `null` for strings and complex numbers. */
export function numeric(value: TensorValue | undefined): Numbers | null {
  if (value === undefined || value.dtype === 'string' || value.dtype === 'complex64') return null
  return value.data as Numbers
}

/** The elements of an int32 input: axes, sizes. */
export function integers(value: TensorValue | undefined): readonly number[] | null {
  const data = numeric(value)
  return data === null ? null : Array.from(data)
}

/** Row-major strides per axis. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1)
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = (strides[i + 1] ?? 1) * (shape[i + 1] ?? 1)
  return strides
}

/** Strides for reading a tensor broadcast to `shape`: 0 along repeated axes. */
export function broadcastStrides(from: readonly number[], shape: readonly number[]): readonly number[] {
  const strides = stridesOf(from)
  const offset = shape.length - from.length
  return shape.map((_, axis) => ((from[axis - offset] ?? 1) === 1 ? 0 : (strides[axis - offset] ?? 0)))
}

/** Memory offset of each element of `shape`, given strides and a start offset. */
export function positions(shape: readonly number[], strides: readonly number[], offset = 0): Int32Array {
  const result = new Int32Array(sizeOf(shape))
  const index = new Int32Array(shape.length)
  let position = offset
  for (let i = 0; i < result.length; i++) {
    result[i] = position
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [dim, stride] = [shape[axis] ?? 1, strides[axis] ?? 0]
      position += stride
      index[axis] = (index[axis] ?? 0) + 1
      if ((index[axis] ?? 0) < dim) break
      index[axis] = 0
      position -= stride * dim
    }
  }
  return result
}

/** Gathers the elements at these positions, for any dtype but complex64; -1 gives `blank`. */
export function take(value: TensorValue, at: Int32Array, blank = 0): TensorData | null {
  if (value.dtype === 'string') {
    const strings = value.data as readonly string[]
    return Array.from(at, (i) => strings[i] ?? '')
  }
  const [data, result] = [numeric(value), allocate(value.dtype, at.length)]
  if (data === null || result === null) return null
  for (let i = 0; i < at.length; i++) {
    const from = at[i] ?? -1
    result[i] = from < 0 ? blank : (data[from] ?? 0)
  }
  return result
}
