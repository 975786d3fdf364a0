import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'

/** Runs of adjacent axes; a new run starts where `begins` returns true. */
export function runs(rank: number, begins: (axis: number) => boolean): readonly (readonly number[])[] {
  const found: number[][] = rank === 0 ? [] : [[0]]
  for (let axis = 1; axis < rank; axis++) {
    if (begins(axis)) found.push([axis])
    else found.at(-1)?.push(axis)
  }
  return found
}

/** The size of each run; `null` if a run's size cannot be expressed as one dimension. */
export function mergedShape(shape: readonly Dim[], found: readonly (readonly number[])[]): readonly Dim[] | null {
  const sizes = found.map((axes) => multiply(axes.map((axis) => shape[axis] ?? 1)))
  return sizes.includes(null) ? null : sizes.filter((size) => size !== null)
}

/**
 * The operands of an element-wise op with adjacent axes merged where all of them have their full size or all have 1;
 * `null` if more than `most` axes are left.
 */
export function mergedOperands(
  b: GraphBuilder,
  operands: readonly Value[],
  result: readonly Dim[],
  most: number,
): readonly Value[] | null {
  const rank = result.length
  const shapes = operands.map((operand) => {
    const { shape } = b.info(operand)
    return shape === null ? null : [...new Array<Dim>(rank - shape.length).fill(1), ...shape]
  })
  if (!shapes.every((shape) => shape !== null)) return null
  const isFull = (shape: readonly Dim[], axis: number) => shape[axis] === result[axis]
  if (shapes.some((shape) => result.some((_, axis) => !isFull(shape, axis) && shape[axis] !== 1))) return null
  const axes = result.flatMap((dim, axis) => (dim === 1 ? [] : [axis]))
  const isAlike = (shape: readonly Dim[], i: number) => isFull(shape, axes[i] ?? 0) === isFull(shape, axes[i - 1] ?? 0)
  const found = runs(axes.length, (i) => !shapes.every((shape) => isAlike(shape, i)))
  const merged = shapes.map((shape) =>
    mergedShape(
      axes.map((axis) => shape[axis] ?? 1),
      found,
    ),
  )
  if (found.length > most || !merged.every((shape) => shape !== null)) return null
  return operands.map((operand, i) => (b.rank(operand) === 0 ? operand : b.reshape(operand, merged[i] ?? [])))
}
