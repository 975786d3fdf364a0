import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { explicitPaddings, layoutOf, paddingOf, perSpatialAxis } from '../../../graph/infer/windows.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/**
 * Lowers a transposed convolution to a convolution: zeros between elements, padded or cropped edges, flipped filter.
 * TensorFlow.js has none in 3-D, and ignores dilations in 2-D. Channels last; filter `[...spatial, out, in]`. Formula:
 * the gradient of a convolution with respect to its input.
 */
export const transposedConvolution: Decomposition = (node, b, inputs) => {
  const [sizes, filter, x] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  const [shape, kernel] = [b.info(x).shape, b.info(filter).shape]
  const wanted = b.info(sizes).content
  if (shape === null || kernel === null) return null
  const layout = layoutOf(node.attributes, shape.length)
  const dilations = perSpatialAxis(node.attributes, 'dilations', layout)
  if (layout.channelsFirst || (shape.length === 4 && dilations.every((dilation) => dilation === 1))) return null
  const strides = perSpatialAxis(node.attributes, 'strides', layout)
  const explicit = explicitPaddings(node.attributes, layout)
  const padding = paddingOf(node.attributes)
  const edges: (readonly [number, number])[] = []
  const known = [...shape]
  for (const [i, axis] of layout.spatial.entries()) {
    const [size, window] = [wanted?.[axis], kernel[i]]
    if (typeof size !== 'number' || typeof window !== 'number') return null
    const [stride, span] = [strides[i] ?? 1, (window - 1) * (dilations[i] ?? 1)]
    const input = inputSize(size, stride, span, padding, explicit[i] ?? [0, 0])
    known[axis] = input
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span + 1 - size)
    const forward = padding === 'SAME' ? Math.floor(total / 2) : padding === 'EXPLICIT' ? (explicit[i]?.[0] ?? 0) : 0
    const before = span - forward
    edges.push([before, size + span - before - input * stride])
  }
  b.refine(x, known)
  const spread = layout.spatial.reduce((value, axis, i) => insertZeros(b, value, axis, strides[i] ?? 1), x)
  const turned = turn(b, filter, layout.spatial.length)
  const ones = { list: { i: new Array<number>(shape.length).fill(1) } }
  const attributes = { strides: ones, padding: { s: 'VALID' }, dilations: { list: { i: [1, ...dilations, 1] } } }
  return [b.op(shape.length === 5 ? 'Conv3D' : 'Conv2D', [withEdges(b, spread, edges), turned], attributes)]
}

/** The size that a convolution with these parameters gives, which is the size of the transposed one's input. */
function inputSize(
  size: number,
  stride: number,
  span: number,
  padding: string,
  [before, after]: readonly [number, number],
) {
  if (padding === 'SAME') return Math.ceil(size / stride)
  return Math.floor((size + (padding === 'EXPLICIT' ? before + after : 0) - span - 1) / stride) + 1
}

/** Inserts `stride - 1` zeros after every element along an axis. */
function insertZeros(b: GraphBuilder, x: Value, axis: number, stride: number): Value {
  if (stride === 1) return x
  const dims = b.shape(x)
  const after = multiply(dims.slice(axis + 1)) ?? 1
  const rows = b.reshape(x, [multiply(dims.slice(0, axis + 1)) ?? '(rows)', 1, after])
  const padded = b.op('Pad', [rows, b.constant(int32([0, 0, 0, stride - 1, 0, 0], [3, 2]))])
  return b.reshape(
    padded,
    dims.map((dim, i): Dim => (i === axis ? (multiply([dim, stride]) ?? '(spread)') : dim)),
  )
}

/** Pads the edges of the spatial axes with zeros, or crops them if the number is negative. */
export function withEdges(b: GraphBuilder, x: Value, edges: readonly (readonly [number, number])[]): Value {
  const all = [[0, 0], ...edges, [0, 0]] as const
  const added = all.flatMap((edge) => edge.map((size) => Math.max(0, size)))
  const grown = added.some((size) => size > 0) ? b.op('Pad', [x, b.constant(int32(added, [all.length, 2]))]) : x
  if (all.every((edge) => edge.every((size) => size >= 0))) return grown
  const dims = b.shape(grown)
  const begin = all.map(([before]) => Math.max(0, -before))
  const size = all.map(([before, after], axis) => {
    const cut = Math.max(0, -before) + Math.max(0, -after)
    return cut === 0 ? -1 : Number(dims[axis]) - cut
  })
  return b.op('Slice', [grown, b.ints(begin), b.ints(size)])
}

/** Flips `[...spatial, out, in]` along the spatial axes and swaps the last two: `[...spatial, in, out]`. */
function turn(b: GraphBuilder, filter: Value, spatial: number): Value {
  const axes = Array.from({ length: spatial }, (_, axis) => axis)
  const reversed = b.op('ReverseV2', [filter, b.ints(axes)])
  return b.transpose(reversed, [...axes, spatial + 1, spatial])
}
