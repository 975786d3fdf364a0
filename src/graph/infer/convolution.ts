import { multiply } from './dim.ts'
import type { Dim, InferRule } from './info.ts'
import { dtypeOf, type InferRow, info, named, shapeOf } from './shape.ts'
import { explicitPaddings, layoutOf, paddingOf, perSpatialAxis, windowed } from './windows.ts'

/** Filters are `[...spatial, depth, filters]`; depthwise filters `[height, width, channels, multiplier]`. */
const convolve: InferRule = (call, inputs) => {
  const [shape, filter] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  const rank = filter?.length ?? shape?.length
  if (rank === undefined) return [info(dtypeOf(inputs), null)]
  const layout = layoutOf(call.attributes, rank)
  const padding = paddingOf(call.attributes)
  const strides = perSpatialAxis(call.attributes, 'strides', layout)
  const dilations = perSpatialAxis(call.attributes, 'dilations', layout)
  const explicit = explicitPaddings(call.attributes, layout)
  const dims = new Array<Dim | null | undefined>(rank).fill(null)
  dims[0] = shape?.[0]
  for (let i = 0; i < layout.spatial.length; i++) {
    const axis = layout.spatial[i] as number
    const dim = shape?.[axis]
    const size = filter?.[i]
    if (dim === undefined || (size === undefined && padding !== 'SAME')) continue
    const window = {
      padding,
      explicit: explicit[i] ?? ([0, 0] as const),
      stride: strides[i] ?? 1,
      dilation: dilations[i] ?? 1,
    }
    dims[axis] = windowed(dim, { ...window, size: size ?? 1 })
  }
  const depthwise = call.op.includes('Depthwise')
  dims[layout.channels] = filter === null ? null : depthwise ? multiply(filter.slice(2)) : filter.at(-1)
  return [info(dtypeOf(inputs), named(call, dims))]
}

/** Transposed convolutions receive their output shape as an input. */
const transposed: InferRule = (call, inputs) => {
  const [sizes, filter] = [inputs[0]?.content ?? null, shapeOf(inputs, 1)]
  const gradient = shapeOf(inputs, 2)
  const rank = sizes?.length ?? gradient?.length ?? filter?.length
  if (rank === undefined) return [info(dtypeOf(inputs, 2), null)]
  const dims = Array.from({ length: rank }, (_, axis) => sizes?.[axis])
  const { channels } = layoutOf(call.attributes, rank)
  if (sizes === null) {
    dims[0] = gradient?.[0]
    dims[channels] = filter?.at(-2)
  }
  return [info(dtypeOf(inputs, 2), named(call, dims))]
}

const dilation2d: InferRule = (call, inputs) => {
  const [shape, filter] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  if (shape === null || filter === null) return [info(dtypeOf(inputs), null)]
  const layout = layoutOf({}, 4)
  const strides = perSpatialAxis(call.attributes, 'strides', layout)
  const rates = perSpatialAxis(call.attributes, 'rates', layout)
  const padding = paddingOf(call.attributes)
  const spatial = layout.spatial.map((axis, i) =>
    windowed(shape[axis] ?? 1, {
      padding,
      explicit: [0, 0],
      stride: strides[i] ?? 1,
      dilation: rates[i] ?? 1,
      size: filter[i] ?? 1,
    }),
  )
  return [info(dtypeOf(inputs), named(call, [shape[0], ...spatial, shape[3]]))]
}

const normalised: InferRule = (call, inputs) => {
  const [shape, scale] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  const dtype = dtypeOf(inputs)
  const statistics = Array.from({ length: call.op === 'FusedBatchNormV3' ? 5 : 4 }, () =>
    info(dtypeOf(inputs, 1), scale),
  )
  return [info(dtype, shape), ...statistics]
}

const first: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

export const convolution: readonly InferRow[] = [
  [['Conv2D', '_FusedConv2D', 'Conv3D', 'Conv1D'], convolve],
  [['DepthwiseConv2dNative', 'DepthwiseConv2d', 'FusedDepthwiseConv2dNative'], convolve],
  [['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], transposed],
  ['Dilation2D', dilation2d],
  [['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'], normalised],
  [['BiasAdd', 'BatchNormWithGlobalNormalization'], first],
]
