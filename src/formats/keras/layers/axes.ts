import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Layer } from './layer.ts'

/** A layer's `axis`, one or several, as sorted non-negative numbers. Raises `model-invalid`. */
export function axesOf(
  layer: Layer,
  rank: number,
  key = 'axis',
  fallback: number | readonly number[] = -1,
): readonly number[] {
  const given = layer.get(key) ?? fallback
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const axes = list.map((axis) => (typeof axis === 'number' && axis < 0 ? axis + rank : axis))
  const valid = axes.every(
    (axis): axis is number => Number.isInteger(axis) && (axis as number) >= 0 && (axis as number) < rank,
  )
  if (!valid) throw layer.invalid(key, `axes of a tensor of ${rank} dimensions`, given)
  return [...(axes as readonly number[])].sort((a, c) => a - c)
}

/**
 * The same axes in the order in which the sizes of a variable over them are stored: Keras 3 sorts the numbers in the file,
 * negative ones first, Keras 2 leaves them as they are.
 */
export function storedAxesOf(layer: Layer, rank: number): readonly number[] {
  const axes = axesOf(layer, rank)
  const given = layer.get('axis')
  if (!Array.isArray(given)) return axes
  const order = layer.dialect.major >= 3 ? [...(given as readonly number[])].sort((a, c) => a - c) : given
  return order.map((axis: number) => (axis < 0 ? axis + rank : axis))
}

/** The sizes of these axes. Raises `model-invalid` if one is free. */
export function sizesOf(b: GraphBuilder, layer: Layer, x: Value, axes: readonly number[]): readonly number[] {
  return axes.map((axis) => {
    const size = b.shape(x)[axis]
    if (typeof size === 'number') return size
    throw layer.error(`works over axis ${axis}, whose size must be known.`)
  })
}

/** The shape that broadcasts values of those axes against a tensor of that rank: `[1, 5, 1]`. */
export function beside(rank: number, axes: readonly number[], sizes: readonly number[]): readonly number[] {
  const shape = Array.from({ length: rank }, () => 1)
  axes.forEach((axis, i) => {
    shape[axis] = sizes[i] ?? 1
  })
  // Trailing axes broadcast without help.
  const first = Math.min(...axes)
  return shape.slice(first)
}
