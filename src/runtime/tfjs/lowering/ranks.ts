import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply, plus } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'

/**
 * WebGL and WebGPU pad, reverse and select tensors of at most four axes. Adjacent axes that are treated alike are
 * merged first, which moves no data.
 */
const maxRank = 4

/**
 * The shape, if it has more than four axes and at most one is unknown, so that a constant suffices for the reshape;
 * otherwise `null`.
 */
function shapeAboveMaxRank(b: GraphBuilder, x: Value): readonly Dim[] | null {
  const { shape } = b.info(x)
  if (shape === null || shape.length <= maxRank || shape.includes(0)) return null
  return shape.filter((dim) => typeof dim === 'string').length > 1 ? null : shape
}

/** Groups axes into runs; a new run starts where `begins` returns true. */
function runs(rank: number, begins: (axis: number) => boolean): readonly (readonly number[])[] {
  const found: number[][] = [[0]]
  for (let axis = 1; axis < rank; axis++) {
    if (begins(axis)) found.push([axis])
    else found.at(-1)?.push(axis)
  }
  return found
}

/**
 * The size of each run; `null` if there are still too many, or if a run's size cannot be expressed as one dimension.
 */
function sizesOf(shape: readonly Dim[], found: readonly (readonly number[])[]): readonly Dim[] | null {
  const sizes = found.map((axes) => multiply(axes.map((axis) => shape[axis] ?? 1)))
  return found.length > maxRank || sizes.includes(null) ? null : sizes.filter((size) => size !== null)
}

/**
 * An unpadded axis merges into the one before it; one row of padding then becomes as many elements as the row holds.
 */
const pad: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const shape = shapeAboveMaxRank(b, x)
  const amounts = shape && knownNumbers(b, at(inputs, 1))
  if (shape === null || amounts?.length !== 2 * shape.length) return null
  const added = shape.map((_, axis) => [amounts[2 * axis] ?? 0, amounts[2 * axis + 1] ?? 0] as const)
  const found = runs(shape.length, (axis) => added[axis]?.some((amount) => amount > 0) ?? false)
  const sizes = sizesOf(shape, found)
  const wanted = shape.map((dim, axis) => plus(dim, (added[axis]?.[0] ?? 0) + (added[axis]?.[1] ?? 0)))
  const edges = found.map(([first = 0, ...others]) => {
    const inner = multiply(others.map((axis) => shape[axis] ?? 1))
    return (added[first] ?? []).map((amount) => (amount === 0 ? 0 : typeof inner === 'number' ? amount * inner : null))
  })
  const numbers = edges.flat().filter((amount) => amount !== null)
  if (sizes === null || wanted.includes(null) || numbers.length !== 2 * found.length) return null
  const paddings = b.constant(int32(numbers, [found.length, 2]))
  const padded = b.op(node.op, [b.reshape(x, sizes), paddings, ...inputs.slice(2)], node.attributes)
  return [
    b.reshape(
      padded,
      wanted.filter((dim) => dim !== null),
    ),
  ]
}

/** Neighbouring axes that are both reversed, or both not, merge. */
const reverse: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const shape = shapeAboveMaxRank(b, x)
  const axes = shape && knownNumbers(b, at(inputs, 1))?.map((axis) => axisOf(axis, shape.length))
  if (shape === null || axes === null || axes === undefined) return null
  const found = runs(shape.length, (axis) => axes.includes(axis) !== axes.includes(axis - 1))
  const sizes = sizesOf(shape, found)
  if (sizes === null) return null
  const turned = found.flatMap(([first = 0], i) => (axes.includes(first) ? [i] : []))
  return [b.reshape(b.op(node.op, [b.reshape(x, sizes), b.ints(turned)], node.attributes), shape)]
}

/** Selection is element-wise, so tensors are flattened; only inputs of one common shape, and scalars, qualify. */
const select: Decomposition = (node, b, inputs) => {
  const shape = shapeAboveMaxRank(b, at(inputs, 1)) ?? shapeAboveMaxRank(b, at(inputs, 2))
  if (shape === null) return null
  const shapes = inputs.map((input) => b.info(input).shape)
  if (!shapes.every((other) => other?.length === 0 || String(other) === String(shape))) return null
  const flat = inputs.map((input, i) => (shapes[i]?.length === 0 ? input : b.op('Reshape', [input, b.ints([-1])])))
  return [b.reshape(b.op(node.op, flat, node.attributes), shape)]
}

export const rankLimits: readonly DecompositionRow[] = [
  [['Pad', 'PadV2'], pad],
  ['ReverseV2', reverse],
  ['SelectV2', select],
]
