import { intsAttribute } from '../../../graph/attributes.ts'
import { int32 } from '../../../graph/constant.ts'
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
  const edges: (readonly [number, number])[] = []
  for (const [i, axis] of layout.spatial.entries()) {
    const [size, window, stride] = [shape[axis], kernel[i], strides[i] ?? 1]
    if (padding !== 'SAME') edges.push(padding === 'EXPLICIT' ? (explicit[i] ?? [0, 0]) : [0, 0])
    else if (typeof size !== 'number' || typeof window !== 'number') return null
    else {
      const span = (window - 1) * (dilations[i] ?? 1)
      const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span + 1 - size)
      edges.push([Math.floor(total / 2), total - Math.floor(total / 2)])
    }
  }
  const ones = { list: { i: new Array<number>(rank).fill(1) } }
  const attributes = {
    ...node.attributes,
    strides: ones,
    padding: { s: 'VALID' },
    explicit_paddings: { list: { i: [] } },
  }
  const dense = b.op(node.op, [withEdges(b, at(inputs, 0), edges), ...inputs.slice(1)], attributes)
  const zeros = b.ints(new Array<number>(rank).fill(0))
  const whole = { i: (1 << rank) - 1 }
  return [
    b.op('StridedSlice', [dense, zeros, zeros, b.ints([1, ...strides, 1])], { begin_mask: whole, end_mask: whole }),
  ]
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
