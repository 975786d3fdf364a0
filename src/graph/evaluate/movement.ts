import { sizeOf, type TensorData, type TensorValue } from '../../base/tensor.ts'
import { intAttribute, stringAttribute } from '../attributes.ts'
import { sliceEntries, sliceMasks, sliceRange } from '../infer/slicing.ts'
import type { EvaluateRow, Evaluator } from './contract.ts'
import { broadcastStrides, integers, numeric, positions, stridesOf, take } from './layout.ts'

const unchanged: Evaluator = (_, [x]) => x?.data ?? null

const transpose: Evaluator = (call, [x, permutation]) => {
  const axes = integers(permutation)
  if (x === undefined || axes === null) return null
  const strides = stridesOf(x.shape)
  return take(
    x,
    positions(
      call.shape,
      axes.map((axis) => strides[axis < 0 ? axis + axes.length : axis] ?? 0),
    ),
  )
}

const broadcastTo: Evaluator = (call, [x]) =>
  x === undefined ? null : take(x, positions(call.shape, broadcastStrides(x.shape, call.shape)))

const fill: Evaluator = (call, [, value]) =>
  value === undefined ? null : take(value, positions(call.shape, broadcastStrides([], call.shape)))

/** Gathers every element of the result, given the input coordinates per axis; -1 gives `blank`. */
function byAxis(
  x: TensorValue,
  shape: readonly number[],
  from: (axis: number, i: number) => number,
  blank = 0,
): TensorData | null {
  const strides = stridesOf(x.shape)
  let at = new Int32Array([0])
  for (const [axis, dim] of shape.entries()) {
    const next = new Int32Array(at.length * dim)
    for (let j = 0; j < at.length; j++)
      for (let i = 0; i < dim; i++) {
        const index = from(axis, i)
        const base = at[j] as number
        next[j * dim + i] = base < 0 || index < 0 ? -1 : base + index * (strides[axis] ?? 0)
      }
    at = next
  }
  return take(x, at, blank)
}

const tile: Evaluator = (call, [x]) =>
  x === undefined ? null : byAxis(x, call.shape, (axis, i) => i % (x.shape[axis] ?? 1))

const reverse: Evaluator = (call, [x, axes]) => {
  const reversed = integers(axes)?.map((axis) => (axis < 0 ? axis + call.shape.length : axis))
  if (x === undefined || reversed === undefined) return null
  return byAxis(x, call.shape, (axis, i) => (reversed.includes(axis) ? (x.shape[axis] ?? 1) - 1 - i : i))
}

const pad: Evaluator = (call, [x, paddings, value]) => {
  const before = integers(paddings)?.filter((_, i) => i % 2 === 0)
  if (x === undefined || before === undefined) return null
  const blank = value === undefined ? 0 : (numeric(value)?.[0] ?? 0)
  const from = (axis: number, i: number) => {
    const index = i - (before[axis] ?? 0)
    return index >= 0 && index < (x.shape[axis] ?? 1) ? index : -1
  }
  return byAxis(x, call.shape, from, blank)
}

const mirrorPad: Evaluator = (call, [x, paddings]) => {
  const before = integers(paddings)?.filter((_, i) => i % 2 === 0)
  if (x === undefined || before === undefined) return null
  const edge = stringAttribute(call.attributes, 'mode') === 'SYMMETRIC' ? 1 : 0
  const from = (axis: number, i: number) => {
    const [index, size] = [i - (before[axis] ?? 0), x.shape[axis] ?? 1]
    if (index < 0) return -index - edge
    return index < size ? index : 2 * size - 2 - index + edge
  }
  return byAxis(x, call.shape, from)
}

const slice: Evaluator = (call, [x, begin]) => {
  const from = integers(begin)
  if (x === undefined || from === null) return null
  return byAxis(x, call.shape, (axis, i) => i + (from[axis] ?? 0))
}

const stridedSlice: Evaluator = (call, [x, begin, end, stride]) => {
  const [begins, ends, strides] = [integers(begin), integers(end), integers(stride)]
  if (x === undefined || begins === null || ends === null || strides === null) return null
  const masks = sliceMasks({ ...call, name: '' })
  const memory = stridesOf(x.shape)
  const [shape, steps]: [number[], number[]] = [[], []]
  let [offset, axis] = [0, 0]
  for (const entry of sliceEntries(masks, begins.length, x.shape.length)) {
    if (entry.kind === 'new') {
      shape.push(1)
      steps.push(0)
      continue
    }
    const [size, step] = [x.shape[axis] ?? 1, memory[axis] ?? 0]
    axis++
    if (entry.kind === 'whole') {
      shape.push(size)
      steps.push(step)
      continue
    }
    const bit = 1 << entry.entry
    const by = strides[entry.entry] ?? 1
    if (entry.shrink) {
      const index = begins[entry.entry] ?? 0
      offset += (index < 0 ? index + size : index) * step
      continue
    }
    const [first, last] = [begins[entry.entry] ?? 0, ends[entry.entry] ?? 0]
    const { from, length } = sliceRange(size, masks.begin & bit ? null : first, masks.end & bit ? null : last, by)
    offset += from * step
    shape.push(length)
    steps.push(step * by)
  }
  return sizeOf(shape) === sizeOf(call.shape) ? take(x, positions(shape, steps, offset)) : null
}

const gather: Evaluator = (call, [x, indices, axis]) => {
  const at = integers(indices)
  if (x === undefined || indices === undefined || at === null || intAttribute(call.attributes, 'batch_dims') !== 0)
    return null
  const given = axis === undefined ? 0 : (integers(axis)?.[0] ?? 0)
  const along = given < 0 ? given + x.shape.length : given
  if (at.some((i) => i < 0 || i >= (x.shape[along] ?? 0))) return null
  const flat = [...x.shape.slice(0, along), at.length, ...x.shape.slice(along + 1)]
  return byAxis(x, flat, (a, i) => (a === along ? (at[i] ?? 0) : i))
}

/** One output of `Split`, `SplitV`, `Unpack`: `size` elements along the axis. */
function section(x: TensorValue, axis: number, start: number, size: number): TensorData | null {
  const along = axis < 0 ? axis + x.shape.length : axis
  const shape = x.shape.map((dim, a) => (a === along ? size : dim))
  return byAxis(x, shape, (a, i) => (a === along ? start + i : i))
}

const split: Evaluator = (call, [axis, x]) => {
  const along = integers(axis)?.[0]
  if (x === undefined || along === undefined) return null
  const size =
    (x.shape[along < 0 ? along + x.shape.length : along] ?? 0) / intAttribute(call.attributes, 'num_split', 1)
  return section(x, along, call.output * size, size)
}

const splitV: Evaluator = (call, [x, sizes, axis]) => {
  const [along, given] = [integers(axis)?.[0], integers(sizes)]
  if (x === undefined || along === undefined || given === null) return null
  const dim = x.shape[along < 0 ? along + x.shape.length : along] ?? 0
  const stated = given.filter((size) => size >= 0).reduce((sum, size) => sum + size, 0)
  const spelt = given.map((size) => (size < 0 ? dim - stated : size))
  const start = spelt.slice(0, call.output).reduce((sum, size) => sum + size, 0)
  return section(x, along, start, spelt[call.output] ?? 0)
}

const unpack: Evaluator = (call, [x]) =>
  x === undefined ? null : section(x, intAttribute(call.attributes, 'axis'), call.output, 1)

export const movement: readonly EvaluateRow[] = [
  [
    ['Identity', 'StopGradient', 'Snapshot', 'Reshape', 'Squeeze', 'ExpandDims', 'EnsureShape', 'PreventGradient'],
    unchanged,
  ],
  ['Transpose', transpose],
  ['BroadcastTo', broadcastTo],
  ['Fill', fill],
  ['Tile', tile],
  [['ReverseV2'], reverse],
  [['Pad', 'PadV2'], pad],
  ['MirrorPad', mirrorPad],
  ['Slice', slice],
  ['StridedSlice', stridedSlice],
  [['Gather', 'GatherV2'], gather],
  ['Split', split],
  ['SplitV', splitV],
  ['Unpack', unpack],
]
