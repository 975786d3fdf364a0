import { intAttribute } from '../attributes.ts'
import { plus } from './dim.ts'
import type { Dim, InferRule, OpCall, ValueInfo } from './info.ts'
import { axisOf, type Dims, dtypeOf, fresh, type InferRow, info, named, numberOf, numbersOf, shapeOf } from './shape.ts'

export interface SliceMasks {
  readonly begin: number
  readonly end: number
  readonly ellipsis: number
  readonly newAxis: number
  readonly shrink: number
}

export function sliceMasks({ attributes }: OpCall): SliceMasks {
  return {
    begin: intAttribute(attributes, 'begin_mask'),
    end: intAttribute(attributes, 'end_mask'),
    ellipsis: intAttribute(attributes, 'ellipsis_mask'),
    newAxis: intAttribute(attributes, 'new_axis_mask'),
    shrink: intAttribute(attributes, 'shrink_axis_mask'),
  }
}

/** The effect of each strided-slice entry, in order: axes that it skips, inserts or slices. */
export type SliceEntry =
  | { readonly kind: 'whole' }
  | { readonly kind: 'new' }
  | { readonly kind: 'cut'; readonly entry: number; readonly shrink: boolean }

/** The strided-slice entries for `rank` axes, with the ellipsis expanded. */
export function sliceEntries(masks: SliceMasks, entries: number, rank: number): readonly SliceEntry[] {
  const at = (mask: number, i: number) => (mask & (1 << i)) !== 0
  const all = Array.from({ length: entries }, (_, i) => i)
  const used = all.filter((i) => !at(masks.ellipsis, i) && !at(masks.newAxis, i)).length
  const whole = () => Array.from({ length: Math.max(0, rank - used) }, (): SliceEntry => ({ kind: 'whole' }))
  const spelt = all.flatMap((i): readonly SliceEntry[] => {
    if (at(masks.ellipsis, i)) return whole()
    return at(masks.newAxis, i) ? [{ kind: 'new' }] : [{ kind: 'cut', entry: i, shrink: at(masks.shrink, i) }]
  })
  return masks.ellipsis === 0 ? [...spelt, ...whole()] : spelt
}

/** Size of `[begin:end:stride]` over `size` elements, as in Python; a `null` begin or end is masked. */
export function sliceRange(size: number, begin: number | null, end: number | null, stride: number) {
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1]
  const clamp = (i: number) => Math.min(high, Math.max(low, i < 0 ? i + size : i))
  const from = begin === null ? (stride > 0 ? 0 : size - 1) : clamp(begin)
  const to = end === null ? (stride > 0 ? size : -1) : clamp(end)
  return { from, length: Math.max(0, Math.ceil((to - from) / stride)) }
}

function cutDim(dim: Dim, begin: number | null, end: number | null, stride: number | null): Dim | null {
  if (stride === null) return null
  if (typeof dim === 'number') return sliceRange(dim, begin, end, stride).length
  if (begin === null && end === null && Math.abs(stride) === 1) return dim
  // For a free size, only a certain minimum is known: `x[:, 2:]` may exceed the axis.
  return null
}

const stridedSlice: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const [begins, ends, strides] = [1, 2, 3].map((i) => inputs[i]?.content ?? null)
  const entries = shapeOf(inputs, 1)?.[0]
  if (shape === null || typeof entries !== 'number') return [info(dtypeOf(inputs), null)]
  const masks = sliceMasks(call)
  const number = (content: Dims | null | undefined, i: number) => {
    const value = content?.[i]
    return typeof value === 'number' ? value : undefined
  }
  const masked = (mask: number, content: Dims | null | undefined, i: number) =>
    (mask & (1 << i)) !== 0 ? null : number(content, i)
  let axis = 0
  const dims = sliceEntries(masks, entries, shape.length).flatMap((entry): readonly (Dim | null)[] => {
    if (entry.kind === 'new') return [1]
    const dim = shape[axis++] ?? 1
    if (entry.kind === 'whole') return [dim]
    if (entry.shrink) return []
    const begin = masked(masks.begin, begins, entry.entry)
    const end = masked(masks.end, ends, entry.entry)
    if (begin === undefined || end === undefined) return [upTo(begin, ends?.[entry.entry], dim)]
    return [cutDim(dim, begin, end, number(strides, entry.entry) ?? null)]
  })
  return [info(dtypeOf(inputs), named(call, dims))]
}

/** `x[0:n]` where `n` is exactly the size of the axis. */
function upTo(begin: number | null | undefined, end: Dim | undefined, dim: Dim): Dim | null {
  return (begin === 0 || begin === null) && end === dim ? dim : null
}

const slice: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const [begin, size] = [numbersOf(inputs[1]), inputs[2]?.content ?? null]
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const dims = shape.map((dim, i) => {
    const length = size?.[i]
    const from = begin?.[i]
    if (length !== -1) return length
    return from === undefined ? null : from === 0 ? dim : plus(dim, -from)
  })
  return [info(dtypeOf(inputs), named(call, dims))]
}

const gather: InferRule = (call, inputs) => {
  const [shape, indices] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  const axis = call.op === 'GatherV2' ? numberOf(inputs[2]) : 0
  if (shape === null || indices === null || axis === null) return [info(dtypeOf(inputs), null)]
  const at = axisOf(axis, shape.length)
  const batch = axisOf(intAttribute(call.attributes, 'batch_dims'), indices.length)
  return [info(dtypeOf(inputs), [...shape.slice(0, at), ...indices.slice(batch), ...shape.slice(at + 1)])]
}

const gatherNd: InferRule = (_, inputs) => {
  const [shape, indices] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  const depth = indices?.at(-1)
  if (shape === null || indices === null || typeof depth !== 'number') return [info(dtypeOf(inputs), null)]
  return [info(dtypeOf(inputs), [...indices.slice(0, -1), ...shape.slice(depth)])]
}

function concatenated(call: OpCall, parts: readonly ValueInfo[], axis: number | null): readonly ValueInfo[] {
  const shapes = parts.map(({ shape }) => shape)
  const rank = shapes.find((shape) => shape !== null)?.length
  if (rank === undefined) return [info(dtypeOf(parts), null)]
  if (axis === null) return [info(dtypeOf(parts), named(call, new Array<null>(rank).fill(null)))]
  const at = axisOf(axis, rank)
  const dims = Array.from({ length: rank }, (_, i): Dim | null => {
    const sizes = shapes.map((shape) => shape?.[i] ?? null)
    if (i !== at) return sizes.find((size) => typeof size === 'number') ?? sizes.find((size) => size !== null) ?? null
    return sizes.reduce<Dim | null>((sum, size) => (sum === null || size === null ? null : added(sum, size)), 0)
  })
  return [info(dtypeOf(parts), named(call, dims))]
}

function added(a: Dim, b: Dim): Dim | null {
  return typeof b === 'number' ? plus(a, b) : typeof a === 'number' ? plus(b, a) : null
}

const pack: InferRule = (call, inputs) => {
  const shape = inputs.find((input) => input.shape !== null)?.shape ?? null
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const at = axisOf(intAttribute(call.attributes, 'axis'), shape.length + 1)
  return [info(dtypeOf(inputs), [...shape.slice(0, at), inputs.length, ...shape.slice(at)])]
}

const unpack: InferRule = ({ attributes }, inputs) => {
  const shape = shapeOf(inputs)
  const count = intAttribute(attributes, 'num')
  const at = shape === null ? 0 : axisOf(intAttribute(attributes, 'axis'), shape.length)
  const part = shape?.filter((_, axis) => axis !== at) ?? null
  return Array.from({ length: count }, () => info(dtypeOf(inputs), part))
}

const split: InferRule = (call, inputs) => {
  const count = intAttribute(call.attributes, 'num_split', 1)
  const shape = shapeOf(inputs, 1)
  const axis = numberOf(inputs[0])
  return Array.from({ length: count }, (_, output) => {
    if (shape === null) return info(dtypeOf(inputs, 1), null)
    if (axis === null)
      return info(
        dtypeOf(inputs, 1),
        named(
          call,
          shape.map(() => null),
          output,
        ),
      )
    const at = axisOf(axis, shape.length)
    const dims = shape.map((dim, i) => (i !== at ? dim : typeof dim === 'number' ? dim / count : null))
    return info(dtypeOf(inputs, 1), named(call, dims, output))
  })
}

const splitV: InferRule = (call, inputs) => {
  const sizes = inputs[1]?.content ?? null
  const count = intAttribute(call.attributes, 'num_split', sizes?.length ?? 1)
  const shape = shapeOf(inputs)
  const axis = numberOf(inputs[2])
  return Array.from({ length: count }, (_, output) => {
    if (shape === null || axis === null) return info(dtypeOf(inputs), null)
    const at = axisOf(axis, shape.length)
    const dims = shape.map((dim, i) => (i === at ? splitSize(dim, sizes, output) : dim))
    return info(dtypeOf(inputs), named(call, dims, output))
  })
}

function splitSize(dim: Dim, sizes: Dims | null, output: number): Dim | null {
  const size = sizes?.[output] ?? null
  if (size !== -1) return size
  const others = (sizes ?? []).filter((other) => other !== -1)
  const known = others.filter((other): other is number => typeof other === 'number')
  return known.length < others.length ? null : plus(dim, -known.reduce((sum, other) => sum + other, 0))
}

const difference: InferRule = (call, inputs) => [
  info(dtypeOf(inputs), [fresh(call, 0)]),
  info('int32', [fresh(call, 0)]),
]

export const slicing: readonly InferRow[] = [
  ['StridedSlice', stridedSlice],
  ['Slice', slice],
  [['Gather', 'GatherV2'], gather],
  ['GatherNd', gatherNd],
  ['ConcatV2', (call, inputs) => concatenated(call, inputs.slice(0, -1), numberOf(inputs.at(-1)))],
  ['Concat', (call, inputs) => concatenated(call, inputs.slice(1), numberOf(inputs[0]))],
  ['Pack', pack],
  ['Unpack', unpack],
  ['Split', split],
  ['SplitV', splitV],
  ['ListDiff', difference],
]
