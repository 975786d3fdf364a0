import { intAttribute } from '../attributes.ts'
import { longestContent } from './constants.ts'
import { divide, multiply, plus } from './dim.ts'
import type { Dim, OpCall, ValueInfo } from './info.ts'
import { axisOf, elements, numberOf, numbersOf } from './shape.ts'
import { sliceEntries, sliceMasks, sliceRange } from './slicing.ts'

/** Elements of a small int32 value of rank 0 or 1, as far as they follow from the inputs; otherwise `null`. */
type ContentRule = (call: OpCall, inputs: readonly ValueInfo[]) => readonly (Dim | null)[] | null

const first: ContentRule = (_, inputs) => inputs[0]?.content ?? null

/** Element by element; a scalar is combined with each element of the other. */
const pairwise =
  (combine: (a: Dim, b: Dim) => Dim | null): ContentRule =>
  (_, [a, b]) => {
    if (a === undefined || b === undefined || a.content === null || b.content === null) return null
    const [left, right] = [a.content, b.content]
    const length = Math.max(left.length, right.length)
    const at = (content: readonly Dim[], i: number) => content[content.length === 1 ? 0 : i]
    return Array.from({ length }, (_, i) => {
      const [x, y] = [at(left, i), at(right, i)]
      return x === undefined || y === undefined ? null : combine(x, y)
    })
  }

const numeric = (combine: (a: number, b: number) => number) =>
  pairwise((a, b) => (typeof a === 'number' && typeof b === 'number' ? combine(a, b) : null))

const add = pairwise((a, b) => (typeof b === 'number' ? plus(a, b) : typeof a === 'number' ? plus(b, a) : null))
const subtract = pairwise((a, b) => (a === b ? 0 : typeof b === 'number' ? plus(a, -b) : null))
const quotient = pairwise((a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? null : Math.floor(a / b)
  return divide(a, b)
})

const stridedSlice: ContentRule = (call, inputs) => {
  const content = inputs[0]?.content ?? null
  const [begin, end, stride] = [1, 2, 3].map((i) => numberOf(inputs[i]))
  if (content === null || inputs[0]?.shape?.length !== 1) return null
  if (begin === undefined || begin === null || end === undefined || end === null || !stride) return null
  const masks = sliceMasks(call)
  const [entry, ...others] = sliceEntries(masks, 1, 1)
  if (entry?.kind !== 'cut' || others.length > 0) return null
  if (entry.shrink) return [content[axisOf(begin, content.length)] ?? null]
  const { from, length } = sliceRange(
    content.length,
    masks.begin & 1 ? null : begin,
    masks.end & 1 ? null : end,
    stride,
  )
  return Array.from({ length }, (_, i) => content[from + i * stride] ?? null)
}

const slice: ContentRule = (_, inputs) => {
  const content = inputs[0]?.content ?? null
  const [begin, size] = [numberOf(inputs[1]), numberOf(inputs[2])]
  if (content === null || begin === null || size === null) return null
  return content.slice(begin, size < 0 ? undefined : begin + size)
}

const gather: ContentRule = (_, inputs) => {
  const [content, indices] = [inputs[0]?.content ?? null, numbersOf(inputs[1])]
  return content === null || indices === null ? null : indices.map((i) => content[axisOf(i, content.length)] ?? null)
}

const joined = (parts: readonly ValueInfo[]): readonly Dim[] | null =>
  parts.some(({ content }) => content === null) ? null : parts.flatMap(({ content }) => content ?? [])

const product: ContentRule = (_, inputs) => {
  const content = inputs[0]?.content ?? null
  const axes = numbersOf(inputs[1])
  if (content === null || axes === null) return null
  return axes.length === 0 ? content : [multiply(content)]
}

const sum: ContentRule = (_, inputs) => {
  const [content, axes] = [numbersOf(inputs[0]), numbersOf(inputs[1])]
  if (content === null || axes === null) return null
  return axes.length === 0 ? content : [content.reduce((all, value) => all + value, 0)]
}

const range: ContentRule = (_, inputs) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => numberOf(inputs[i]))
  if (start == null || limit == null || !delta) return null
  const length = Math.max(0, Math.ceil((limit - start) / delta))
  return length > longestContent ? null : Array.from({ length }, (_, i) => start + i * delta)
}

const fill: ContentRule = (_, inputs) => {
  const [size, value] = [numbersOf(inputs[0]), inputs[1]?.content?.[0]]
  if (size === null || value === undefined || size.length > 1) return null
  const length = size[0] ?? 1
  return length > longestContent ? null : new Array<Dim>(length).fill(value)
}

const broadcastArgs: ContentRule = (_, inputs) => {
  const [a, b] = [inputs[0]?.content ?? null, inputs[1]?.content ?? null]
  if (a === null || b === null) return null
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1]
    if (x === y || y === 1) return x
    return x === 1 ? y : typeof x === 'number' && x > 1 ? x : typeof y === 'number' && y > 1 ? y : null
  })
}

const size: ContentRule = (_, inputs) => {
  const shape = inputs[0]?.shape ?? null
  return shape === null ? null : [elements(shape)]
}

const rank: ContentRule = (_, inputs) => {
  const length = inputs[0]?.shape?.length
  return length === undefined ? null : [length]
}

const pack: ContentRule = ({ attributes }, inputs) =>
  intAttribute(attributes, 'axis') === 0 && inputs.every(({ shape }) => shape?.length === 0) ? joined(inputs) : null

const rules: ReadonlyMap<string, ContentRule> = new Map<string, ContentRule>([
  ['Shape', (_, inputs) => inputs[0]?.shape ?? null],
  ['Size', size],
  ['Rank', rank],
  ['Identity', first],
  ['StopGradient', first],
  ['Snapshot', first],
  ['EnsureShape', first],
  ['Cast', (_, inputs) => (inputs[0]?.dtype === 'int32' ? (inputs[0].content ?? null) : null)],
  ['Reshape', first],
  ['Squeeze', first],
  ['ExpandDims', first],
  ['StridedSlice', stridedSlice],
  ['Slice', slice],
  ['Gather', gather],
  ['GatherV2', gather],
  ['ConcatV2', (_, inputs) => joined(inputs.slice(0, -1))],
  ['Concat', (_, inputs) => joined(inputs.slice(1))],
  ['Pack', pack],
  ['Prod', product],
  ['Sum', sum],
  ['Range', range],
  ['Fill', fill],
  ['BroadcastArgs', broadcastArgs],
  ['Add', add],
  ['AddV2', add],
  ['Sub', subtract],
  ['Mul', pairwise((a, b) => multiply([a, b]))],
  ['FloorDiv', quotient],
  ['FloorMod', numeric((a, b) => (b === 0 ? 0 : a - Math.floor(a / b) * b))],
  [
    'Maximum',
    pairwise((a, b) => (a === b ? a : typeof a === 'number' && typeof b === 'number' ? Math.max(a, b) : null)),
  ],
  [
    'Minimum',
    pairwise((a, b) => (a === b ? a : typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : null)),
  ],
  ['Neg', (_, inputs) => numbersOf(inputs[0])?.map((value) => -value) ?? null],
])

/**
 * `output` is the shape and dtype of the single int32 output. Elements known only at run time are named after the
 * value.
 */
export function contentOf(call: OpCall, inputs: readonly ValueInfo[], output: ValueInfo): readonly Dim[] | null {
  if (output.shape === null || output.shape.length > 1) return null
  const content = rules.get(call.op)?.(call, inputs) ?? null
  if (content === null || content.length > longestContent) return null
  const length = output.shape.length === 0 ? 1 : output.shape[0]
  // If the inferred shape disagrees, trust it: the content is then unknown.
  if (length !== content.length) return null
  return content.map((value, i) => value ?? `${call.name}:0{${i}}`)
}
