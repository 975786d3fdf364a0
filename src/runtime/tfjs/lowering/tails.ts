import type { GraphBuilder } from '../../../graph/builder.ts'
import type { GraphNode, Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { layoutOf, paddingOf, perSpatialAxis } from '../../../graph/infer/windows.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** One spatial axis of a window with SAME padding; `span` is the size of the dilated window. */
interface Axis {
  readonly axis: number
  readonly size: Dim
  readonly span: number
  readonly stride: number
}

/**
 * The spatial axes of a node with SAME padding; `null` for other paddings and layouts, or if no stride is larger than
 * its window.
 */
function axesOf(node: GraphNode, b: GraphBuilder, x: Value, windows: readonly Dim[]): readonly Axis[] | null {
  const { shape } = b.info(x)
  if (shape === null || paddingOf(node.attributes).toUpperCase() !== 'SAME') return null
  const layout = layoutOf(node.attributes, shape.length)
  if (layout.channelsFirst) return null
  const strides = perSpatialAxis(node.attributes, 'strides', layout)
  const dilations = perSpatialAxis(node.attributes, 'dilations', layout)
  const axes: Axis[] = []
  for (const [i, axis] of layout.spatial.entries()) {
    const [size, window] = [shape[axis], windows[i]]
    if (size === undefined || typeof window !== 'number') return null
    axes.push({ axis, size, span: (window - 1) * (dilations[i] ?? 1) + 1, stride: strides[i] ?? 1 })
  }
  return axes.some(({ span, stride }) => stride > span) ? axes : null
}

/** Padding before and after an axis; `null` if it depends on a size known only at run time. */
function paddingAlong({ size, span, stride }: Axis): readonly [number, number] | null {
  if (span === 1) return [0, 0]
  if (typeof size !== 'number') return null
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span - size)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/**
 * XNNPACK's convolutions on Wasm give wrong numbers for SAME padding where the stride is larger than the window,
 * because the padding it derives is negative: state the padding, or crop the end of the axis, which no window reaches.
 */
const convolution: Decomposition = (node, b, inputs) => {
  const axes = axesOf(node, b, at(inputs, 0), b.info(at(inputs, 1)).shape ?? [])
  if (axes === null) return null
  const edges = axes.map(paddingAlong)
  if (!edges.every((edge) => edge !== null)) return [cropped(node, b, inputs, axes, null)]
  const amounts = [0, 0, ...edges.flat(), 0, 0]
  const explicit = amounts.some((amount) => amount > 0)
  const padding = { s: explicit ? 'EXPLICIT' : 'VALID' }
  const attributes = { ...node.attributes, padding, explicit_paddings: { list: { i: explicit ? amounts : [] } } }
  return [b.op(node.op, inputs, attributes)]
}

/**
 * TensorFlow leaves half of the elements that no window of a volume reaches at the beginning, TensorFlow.js rounds that
 * half up: crop both ends.
 */
const volume =
  (windowsOf: (node: GraphNode, b: GraphBuilder, inputs: readonly Value[]) => readonly Dim[]): Decomposition =>
  (node, b, inputs) => {
    const axes = axesOf(node, b, at(inputs, 0), windowsOf(node, b, inputs))
    return axes === null ? null : [cropped(node, b, inputs, axes, 2)]
  }

/** The node on what its windows reach; `1 / share` of the rest lies before it. */
function cropped(
  node: GraphNode,
  b: GraphBuilder,
  inputs: readonly Value[],
  axes: readonly Axis[],
  share: 2 | null,
): Value {
  const x = at(inputs, 0)
  const kept = b.shape(x).map((_, i) => {
    const axis = axes.find(({ axis }) => axis === i)
    return axis === undefined || axis.stride <= axis.span
      ? { begin: b.int(0), size: b.int(-1) }
      : reached(b, axis, share)
  })
  const packed = (key: 'begin' | 'size') =>
    b.op(
      'Pack',
      kept.map((axis) => axis[key]),
      { axis: { i: 0 } },
    )
  const cut = b.op('Slice', [x, packed('begin'), packed('size')])
  const output = b.op(node.op, [cut, ...inputs.slice(1)], node.attributes)
  b.refine(output, b.shape(`${node.name}:0`))
  return output
}

/** Where the windows begin, and the number of elements up to the end of the last one. */
function reached(b: GraphBuilder, { size: dim, span, stride }: Axis, share: 2 | null) {
  if (typeof dim === 'number') {
    const size = Math.min(dim, (Math.ceil(dim / stride) - 1) * stride + span)
    return { begin: b.int(share === null ? 0 : Math.floor((dim - size) / share)), size: b.int(size) }
  }
  const whole = b.dim(dim)
  const steps = b.op('FloorDiv', [b.op('Sub', [whole, b.int(1)]), b.int(stride)])
  const size = b.op('Minimum', [whole, b.op('AddV2', [b.op('Mul', [steps, b.int(stride)]), b.int(span)])])
  return { begin: share === null ? b.int(0) : b.op('FloorDiv', [b.op('Sub', [whole, size]), b.int(share)]), size }
}

const poolWindows = ({ attributes }: GraphNode) => perSpatialAxis(attributes, 'ksize', layoutOf(attributes, 5))

/** SAME padding with strides larger than the window: convolutions of pictures. */
export const tails: readonly DecompositionRow[] = [
  [['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'], convolution],
]

/** The same for volumes. */
export const volumeTails: readonly DecompositionRow[] = [
  ['Conv3D', volume((_, b, inputs) => b.info(at(inputs, 1)).shape ?? [])],
  [['AvgPool3D', 'MaxPool3D'], volume(poolWindows)],
]
