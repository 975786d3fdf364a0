import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { GraphNode, Value } from '../../../graph/graph.ts'
import { multiply, plus } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { sliceEntries, sliceMasks } from '../../../graph/infer/slicing.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import { mergedOperands, mergedShape, runs } from './merged-axes.ts'
import { broadcasted, repetitions } from './repetitions.ts'

/**
 * WebGL and WebGPU pad, reverse, select, repeat, reduce and cut with strides tensors of at most four axes. Adjacent axes that
 * are treated alike are merged first, which moves no data.
 */
const maxRank = 4

/** The shape, if it has more than four axes; otherwise `null`. */
function shapeAboveMaxRank(b: GraphBuilder, x: Value): readonly Dim[] | null {
  const { shape } = b.info(x)
  return shape === null || shape.length <= maxRank || shape.includes(0) ? null : shape
}

/** The size of each run; `null` if there are still too many. */
function sizesOf(shape: readonly Dim[], found: readonly (readonly number[])[]): readonly Dim[] | null {
  return found.length > maxRank ? null : mergedShape(shape, found)
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
  if (found.length > maxRank) return padAxisByAxis(node, b, inputs, amounts)
  const sizes = sizesOf(shape, found)
  const wanted = shape.map((dim, axis) => plus(dim, (added[axis]?.[0] ?? 0) + (added[axis]?.[1] ?? 0)))
  const edges = found.map(([first = 0, ...others]) => {
    const inner = multiply(others.map((axis) => shape[axis] ?? 1))
    return (added[first] ?? []).map((amount) => (amount === 0 ? 0 : typeof inner === 'number' ? amount * inner : null))
  })
  const numbers = edges.flat().filter((amount) => amount !== null)
  if (sizes === null || wanted.includes(null) || numbers.length !== 2 * found.length)
    return padAxisByAxis(node, b, inputs, amounts)
  const paddings = b.constant(int32(numbers, [found.length, 2]))
  const padded = b.op(node.op, [b.reshape(x, sizes), paddings, ...inputs.slice(2)], node.attributes)
  return [
    b.reshape(
      padded,
      wanted.filter((dim) => dim !== null),
    ),
  ]
}

/** Pads one axis at a time, between the merged axes before and after it. */
function padAxisByAxis(node: GraphNode, b: GraphBuilder, inputs: readonly Value[], amounts: readonly number[]) {
  const result = [...b.shape(at(inputs, 0))]
  let x = at(inputs, 0)
  for (const [axis, dim] of result.entries()) {
    const added = amounts.slice(2 * axis, 2 * axis + 2)
    if (added.every((amount) => amount === 0)) continue
    const [outer, inner] = [multiply(result.slice(0, axis)), multiply(result.slice(axis + 1))]
    const size = plus(
      dim,
      added.reduce((sum, amount) => sum + amount, 0),
    )
    if (outer === null || inner === null || size === null) return null
    const paddings = b.constant(int32([0, 0, ...added, 0, 0], [3, 2]))
    x = b.op(node.op, [b.reshape(x, [outer, dim, inner]), paddings, ...inputs.slice(2)], node.attributes)
    b.refine(x, [outer, size, inner])
    result[axis] = size
  }
  return [b.reshape(x, result)]
}

/** Reflections of merged axes would reflect rows element by element. */
const mirrorPad: Decomposition = (node, b, inputs) => {
  const shape = shapeAboveMaxRank(b, at(inputs, 0))
  const amounts = shape && knownNumbers(b, at(inputs, 1))
  return amounts ? padAxisByAxis(node, b, inputs, amounts) : null
}

/** Neighbouring axes that are both reversed, or both not, merge. */
const reverse: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const shape = shapeAboveMaxRank(b, x)
  const axes = shape && knownNumbers(b, at(inputs, 1))?.map((axis) => axisOf(axis, shape.length))
  if (shape === null || axes === null || axes === undefined) return null
  const found = runs(shape.length, (axis) => axes.includes(axis) !== axes.includes(axis - 1))
  const sizes = sizesOf(shape, found)
  if (sizes === null) return reverseAxisByAxis(node, b, x, axes)
  const turned = found.flatMap(([first = 0], i) => (axes.includes(first) ? [i] : []))
  return [b.reshape(b.op(node.op, [b.reshape(x, sizes), b.ints(turned)], node.attributes), shape)]
}

/** Reverses one axis at a time, between the merged axes before and after it. */
function reverseAxisByAxis(node: GraphNode, b: GraphBuilder, x: Value, axes: readonly number[]) {
  const shape = b.shape(x)
  let value = x
  for (const axis of axes) {
    const [outer, inner] = [multiply(shape.slice(0, axis)), multiply(shape.slice(axis + 1))]
    if (outer === null || inner === null) return null
    value = b.op(node.op, [b.reshape(value, [outer, shape[axis] ?? 1, inner]), b.ints([1])], node.attributes)
  }
  return [b.reshape(value, shape)]
}

/** The operands at their full size, as vectors; `null` if a size that has to be repeated is unknown. */
function flattened(b: GraphBuilder, operands: readonly Value[], shape: readonly Dim[]): readonly Value[] | null {
  const size = multiply(shape)
  const full = operands.map((operand) => broadcasted(b, operand, shape))
  if (size === null || !full.every((operand) => operand !== null)) return null
  return full.map((operand) => b.reshape(operand, [size]))
}

/** Selection is element-wise: axes along which all operands are alike are merged. */
const select: Decomposition = (node, b, inputs) => {
  const shape = b.info(`${node.name}:0`).shape
  if (shape === null || shape.length <= maxRank || shape.includes(0)) return null
  const operands = mergedOperands(b, inputs, shape, maxRank) ?? flattened(b, inputs, shape)
  return operands === null ? null : [b.reshape(b.op(node.op, operands, node.attributes), shape)]
}

/** Neighbouring axes that are both reduced, or both kept, merge. */
const reduction: Decomposition = (node, b, inputs) => {
  const shape = shapeAboveMaxRank(b, at(inputs, 0))
  const axes = shape && knownNumbers(b, at(inputs, 1))?.map((axis) => axisOf(axis, shape.length))
  if (shape === null || axes === null || axes === undefined || axes.length === 0) return null
  const isReduced = (axis: number) => axes.includes(axis)
  const sizes = shape.map((dim, axis) => ({ dim, axis })).filter(({ dim }) => dim !== 1)
  const found = runs(sizes.length, (i) => isReduced(sizes[i]?.axis ?? 0) !== isReduced(sizes[i - 1]?.axis ?? 0))
  const dims = sizes.map(({ dim }) => dim)
  const merged = sizesOf(dims, found)
  const result = b.info(`${node.name}:0`).shape
  if (merged === null || result === null || merged.length === 0) return null
  const over = found.flatMap(([first = 0], i) => (isReduced(sizes[first]?.axis ?? 0) ? [i] : []))
  const attributes = { ...node.attributes, keep_dims: { b: false } }
  return [b.reshape(b.op(node.op, [b.reshape(at(inputs, 0), merged), b.ints(over)], attributes), result)]
}

/** All axes before, and all after the one along which is summed, merge. */
const cumulative: Decomposition = (node, b, inputs) => {
  const shape = shapeAboveMaxRank(b, at(inputs, 0))
  const axis = shape && knownNumbers(b, at(inputs, 1))?.map((given) => axisOf(given, shape.length))[0]
  if (shape === null || axis === null || axis === undefined) return null
  const sizes = [multiply(shape.slice(0, axis)), shape[axis] ?? 1, multiply(shape.slice(axis + 1))]
  if (!sizes.every((size) => size !== null)) return null
  return [b.reshape(b.op(node.op, [b.reshape(at(inputs, 0), sizes), b.int(1)], node.attributes), shape)]
}

/** A slice with strides, one axis at a time between merged ones. */
const stridedSlice: Decomposition = (node, b, inputs) => {
  const shape = shapeAboveMaxRank(b, at(inputs, 0))
  const [begin, end, strides] = [1, 2, 3].map((i) => knownNumbers(b, at(inputs, i)))
  const masks = sliceMasks(node)
  if (shape === null || !begin || !end || !strides || masks.shrink !== 0 || masks.newAxis !== 0) return null
  if (strides.every((stride) => stride === 1)) return null
  const sizes = b.shape(`${node.name}:0`)
  let x = at(inputs, 0)
  for (const [axis, kept] of sliceEntries(masks, strides.length, shape.length).entries()) {
    if (kept.kind !== 'cut') continue
    const [outer, inner] = [multiply([...sizes.slice(0, axis)]), multiply(shape.slice(axis + 1))]
    if (outer === null || inner === null) return null
    const bit = (mask: number) => ({ i: 5 | (((mask >> kept.entry) & 1) << 1) })
    const bounds = [begin, end].map((numbers) => b.ints([0, numbers[kept.entry] ?? 0, 0]))
    const step = b.ints([1, strides[kept.entry] ?? 1, 1])
    const merged = b.reshape(x, [outer, shape[axis] ?? 1, inner])
    x = b.op('StridedSlice', [merged, ...bounds, step], { begin_mask: bit(masks.begin), end_mask: bit(masks.end) })
  }
  return [b.reshape(x, sizes)]
}

export const rankLimits: readonly DecompositionRow[] = [
  [['Pad', 'PadV2'], pad],
  ['MirrorPad', mirrorPad],
  ['ReverseV2', reverse],
  ['SelectV2', select],
  ['StridedSlice', stridedSlice],
  [['Sum', 'Mean', 'Max', 'Min', 'Prod', 'All', 'Any'], reduction],
  [['Cumsum', 'Cumprod'], cumulative],
  ...repetitions,
]
