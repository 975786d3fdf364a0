import { intsAttribute } from '../attributes.ts'
import type { Dim, InferRule } from './info.ts'
import { dtypeOf, type InferRow, info, named, shapeOf } from './shape.ts'
import { explicitPaddings, layoutOf, paddingOf, perSpatialAxis, windowed } from './windows.ts'

const pool: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const rank = shape?.length ?? intsAttribute(call.attributes, 'ksize').length
  const layout = layoutOf(call.attributes, rank)
  const padding = paddingOf(call.attributes)
  const sizes = perSpatialAxis(call.attributes, 'ksize', layout)
  const strides = perSpatialAxis(call.attributes, 'strides', layout)
  const explicit = explicitPaddings(call.attributes, layout)
  const dims: (Dim | null | undefined)[] = Array.from({ length: rank }, (_, axis) => shape?.[axis])
  layout.spatial.forEach((axis, i) => {
    const dim = shape?.[axis]
    if (dim === undefined) return
    const window = { padding, explicit: explicit[i] ?? ([0, 0] as const), stride: strides[i] ?? 1, dilation: 1 }
    dims[axis] = windowed(dim, { ...window, size: sizes[i] ?? 1 })
  })
  return [info(dtypeOf(inputs), named(call, dims))]
}

const poolWithArgument: InferRule = (call, inputs) => {
  const [values] = pool(call, inputs)
  return values === undefined ? [] : [values, info('int32', values.shape)]
}

export const pooling: readonly InferRow[] = [
  [['MaxPool', 'AvgPool', 'MaxPool3D', 'AvgPool3D'], pool],
  ['MaxPoolWithArgmax', poolWithArgument],
]
