import { EngineError } from '../../../base/errors.ts'
import { sizeOf, type TensorData } from '../../../base/tensor.ts'
import { type Constant, derived } from '../../../graph/constant.ts'
import type { Extent } from './slice-key.ts'

/** A slice of a tensor and the position of its first element. */
export interface Piece {
  readonly constant: Constant
  readonly at: readonly number[]
}

/**
 * The region `extents` of a tensor of shape `full`, assembled from slices. Raises `model-invalid` if they do not cover
 * it.
 */
export function assembled(pieces: readonly Piece[], extents: readonly Extent[], full: readonly number[]): Constant {
  const shape = full.map((size, axis) => {
    const length = extents[axis]?.length ?? -1
    return length < 0 ? size : length
  })
  const origin = full.map((_, axis) => extents[axis]?.start ?? 0)
  const [first] = pieces
  const covered = pieces.reduce((sum, { constant }) => sum + sizeOf(constant.shape), 0)
  if (first === undefined || covered < sizeOf(full) || first.constant.dtype === 'string')
    throw new EngineError('model-invalid', 'The slices of a partitioned variable do not cover it completely.')
  const { dtype } = first.constant
  return derived(
    pieces.map(({ constant }) => constant),
    dtype,
    shape,
    (...data) => {
      const size = sizeOf(shape)
      const out =
        dtype === 'float32' ? new Float32Array(size) : dtype === 'bool' ? new Uint8Array(size) : new Int32Array(size)
      pieces.forEach(({ constant, at }, i) => {
        copy(data[i] as Numbers, constant.shape, at, out, shape, origin)
      })
      return out
    },
  )
}

type Numbers = Exclude<TensorData, readonly string[]>

/** Copies the rows of a slice that fall into the target. */
function copy(
  from: Numbers,
  fromShape: readonly number[],
  at: readonly number[],
  to: Numbers,
  toShape: readonly number[],
  origin: readonly number[],
): void {
  const last = fromShape.length - 1
  const row = fromShape[last] ?? 1
  const index = fromShape.map(() => 0)
  for (let start = 0; start < from.length; start += row) {
    let inside = true
    let target = 0
    for (let axis = 0; axis < last; axis++) {
      const position = (index[axis] as number) + (at[axis] as number) - (origin[axis] as number)
      if (position < 0 || position >= (toShape[axis] as number)) inside = false
      target = target * (toShape[axis] as number) + position
    }
    if (inside) {
      const width = toShape[last] ?? 1
      const shift = last < 0 ? 0 : (at[last] as number) - (origin[last] as number)
      for (let i = Math.max(0, -shift); i < Math.min(row, width - shift); i++)
        to[target * width + i + shift] = from[start + i] as number
    }
    for (let axis = last - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < (fromShape[axis] as number)) break
      index[axis] = 0
    }
  }
}
