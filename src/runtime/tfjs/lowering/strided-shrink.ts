import { sliceEntries, sliceMasks } from '../../../graph/infer/slicing.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'

/**
 * Where one entry drops an axis and another has a stride (`x[::2, 1]`), the kernels confuse the axes: keep an axis of
 * size 1, and remove it afterwards.
 */
export const stridedShrink: Decomposition = (node, b, inputs) => {
  const masks = sliceMasks(node)
  const [begin, end, strides] = [1, 2, 3].map((i) => knownNumbers(b, at(inputs, i)))
  const { shape } = b.info(at(inputs, 0))
  if (masks.shrink === 0 || !begin || !end || !strides || shape === null) return null
  const entries = sliceEntries(masks, strides.length, shape.length)
  const shrinks = (i: number) => entries.some((entry) => entry.kind === 'cut' && entry.entry === i && entry.shrink)
  if (strides.every((stride, i) => stride === 1 || shrinks(i))) return null
  const only = (mask: number) => begin.reduce((bits, _, i) => (shrinks(i) ? bits & ~(1 << i) : bits), mask)
  const last = begin.reduce((bits, from, i) => (shrinks(i) && from === -1 ? bits | (1 << i) : bits), 0)
  const ends = end.map((to, i) => (shrinks(i) ? (begin[i] ?? 0) + 1 : to))
  const kept = b.op(node.op, [at(inputs, 0), at(inputs, 1), b.ints(ends), at(inputs, 3)], {
    ...node.attributes,
    begin_mask: { i: only(masks.begin) },
    end_mask: { i: only(masks.end) | last },
    shrink_axis_mask: { i: 0 },
  })
  const dropped = entries.flatMap((entry, axis) => (entry.kind === 'cut' && entry.shrink ? [axis] : []))
  return [b.op('Squeeze', [kept], { squeeze_dims: { list: { i: dropped } } })]
}

/** A slice that ends before it begins is empty; TensorFlow.js computes a negative size. */
export const endBeforeBegin: Decomposition = (node, b, inputs) => {
  const masks = sliceMasks(node)
  const [begin, end, strides] = [1, 2, 3].map((i) => knownNumbers(b, at(inputs, i)))
  if (!begin || !end || !strides) return null
  const isMasked = (i: number) => ((masks.begin | masks.end | masks.shrink | masks.newAxis | masks.ellipsis) >> i) & 1
  const ends = end.map((to, i) => {
    const from = begin[i] ?? 0
    return isMasked(i) === 0 && strides[i] === 1 && from < 0 === to < 0 ? Math.max(from, to) : to
  })
  if (ends.every((to, i) => to === end[i])) return null
  return [b.op(node.op, [at(inputs, 0), at(inputs, 1), b.ints(ends), at(inputs, 3)], node.attributes)]
}
