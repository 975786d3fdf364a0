import { intsAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { explicitPaddings, layoutOf, paddingOf, perSpatialAxis } from '../../../graph/infer/windows.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'
import { withEdges } from './transposed-convolution.ts'

/** Stride and dilation together: convolve at every position and keep every `stride`-th. Channels last. */
export const dilatedStrides: Decomposition = (node, b, inputs) => {
  const [shape, kernel] = [b.info(at(inputs, 0)).shape, b.info(at(inputs, 1)).shape]
  const rank = intsAttribute(node.attributes, 'strides').length
  if (shape === null || kernel === null || rank !== shape.length) return null
  const layout = layoutOf(node.attributes, rank)
  const strides = perSpatialAxis(node.attributes, 'strides', layout)
  const dilations = perSpatialAxis(node.attributes, 'dilations', layout)
  if (layout.channelsFirst || strides.every((s) => s === 1) || dilations.every((d) => d === 1)) return null
  const padding = paddingOf(node.attributes)
  const explicit = explicitPaddings(node.attributes, layout)
  const edges: Edge[] = []
  for (const [i, axis] of layout.spatial.entries()) {
    const [size, window, stride] = [shape[axis], kernel[i], strides[i] ?? 1]
    if (padding !== 'SAME') edges.push(padding === 'EXPLICIT' ? (explicit[i] ?? [0, 0]) : [0, 0])
    else if (size === undefined || typeof window !== 'number') return null
    else edges.push(sameEdge(b, size, (window - 1) * (dilations[i] ?? 1) + 1, stride))
  }
  const ones = { list: { i: new Array<number>(rank).fill(1) } }
  const attributes = {
    ...node.attributes,
    strides: ones,
    padding: { s: 'VALID' },
    explicit_paddings: { list: { i: [] } },
  }
  const dense = b.op(node.op, [padded(b, at(inputs, 0), edges), ...inputs.slice(1)], attributes)
  const zeros = b.ints(new Array<number>(rank).fill(0))
  const whole = { i: (1 << rank) - 1 }
  return [
    b.op('StridedSlice', [dense, zeros, zeros, b.ints([1, ...strides, 1])], { begin_mask: whole, end_mask: whole }),
  ]
}

/** Padding before and after an axis; computed by the graph if the size is known only at run time. */
type Edge = readonly [number | Value, number | Value]

/** SAME padding for a window that spans `span` elements. */
function sameEdge(b: GraphBuilder, size: Dim, span: number, stride: number): Edge {
  if (typeof size === 'number') {
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span - size)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  }
  const whole = b.dim(size)
  const steps = b.op('FloorDiv', [b.op('Sub', [whole, b.int(1)]), b.int(stride)])
  const end = b.op('AddV2', [b.op('Mul', [steps, b.int(stride)]), b.int(span)])
  const total = b.op('Maximum', [b.op('Sub', [end, whole]), b.int(0)])
  const before = b.op('FloorDiv', [total, b.int(2)])
  return [before, b.op('Sub', [total, before])]
}

/** Pads the spatial axes with zeros. */
function padded(b: GraphBuilder, x: Value, edges: readonly Edge[]): Value {
  const known = edges.filter((edge): edge is readonly [number, number] =>
    edge.every((size) => typeof size === 'number'),
  )
  if (known.length === edges.length) return withEdges(b, x, known)
  const sizes = [[0, 0], ...edges, [0, 0]].flat().map((size) => (typeof size === 'number' ? b.int(size) : size))
  const amounts = b.reshape(b.op('Pack', sizes as readonly Value[], { axis: { i: 0 } }), [edges.length + 2, 2])
  return b.op('Pad', [x, amounts])
}

/** TensorFlow.js ignores the explicit padding of a pool. */
export const explicitPool: Decomposition = (node, b, inputs) => {
  const paddings = intsAttribute(node.attributes, 'explicit_paddings')
  if (paddingOf(node.attributes) !== 'EXPLICIT' || paddings.length === 0) return null
  const lowest = b.scalar(Number.NEGATIVE_INFINITY)
  const padded = b.op('PadV2', [at(inputs, 0), b.constant(int32(paddings, [paddings.length / 2, 2])), lowest])
  return [
    b.op(node.op, [padded], { ...node.attributes, padding: { s: 'VALID' }, explicit_paddings: { list: { i: [] } } }),
  ]
}
