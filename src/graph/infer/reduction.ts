import { boolAttribute, intAttribute, typeAttribute } from '../attributes.ts'
import type { InferRule } from './info.ts'
import { axisOf, dtypeOf, fresh, type InferRow, info, named, numberOf, numbersOf, shapeOf } from './shape.ts'

const reduce: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const keep = boolAttribute(call.attributes, 'keep_dims')
  const axes = numbersOf(inputs[1])
  const dtype = dtypeOf(inputs)
  if (shape === null) return [info(dtype, null)]
  if (axes === null)
    return [
      info(
        dtype,
        keep
          ? named(
              call,
              shape.map(() => null),
            )
          : null,
      ),
    ]
  const reducedAxes = axes.map((axis) => axisOf(axis, shape.length))
  const dims = keep
    ? shape.map((dim, axis) => (reducedAxes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !reducedAxes.includes(axis))
  return [info(dtype, dims)]
}

const argument: InferRule = ({ attributes }, inputs) => {
  const shape = shapeOf(inputs)
  const axis = numberOf(inputs[1])
  const dtype = typeAttribute(attributes, 'output_type') ?? 'int32'
  if (shape === null || axis === null) return [info(dtype, null)]
  return [
    info(
      dtype,
      shape.filter((_, i) => i !== axisOf(axis, shape.length)),
    ),
  ]
}

const cumulative: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

const unsortedSegment: InferRule = (call, inputs) => {
  const [shape, ids] = [shapeOf(inputs, 0), shapeOf(inputs, 1)]
  if (shape === null || ids === null) return [info(dtypeOf(inputs), null)]
  const segments = inputs[2]?.content?.[0] ?? fresh(call, 0)
  return [info(dtypeOf(inputs), [segments, ...shape.slice(ids.length)])]
}

const segment: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const sparse = call.op.startsWith('Sparse')
  const rest = sparse ? shape?.slice(1) : shape?.slice(1)
  return [info(dtypeOf(inputs), rest === undefined ? null : [fresh(call, 0), ...rest])]
}

const bincount: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const rows = call.op === 'DenseBincount' && shape?.length === 2 ? shape.slice(0, 1) : []
  const size = numberOf(inputs[1]) ?? inputs[1]?.content?.[0] ?? fresh(call, rows.length)
  return [info(dtypeOf(inputs, 2), shape === null ? null : [...rows, size])]
}

const raggedBincount: InferRule = (call, inputs) => {
  const rows = inputs[0]?.shape?.[0]
  const batch = typeof rows === 'number' ? rows - 1 : null
  const depth = intAttribute(call.attributes, 'size', -1)
  return [info(dtypeOf(inputs, 3), named(call, [batch, inputs[2]?.content?.[0] ?? (depth < 0 ? null : depth)]))]
}

export const reduction: readonly InferRow[] = [
  [['Sum', 'Mean', 'Max', 'Min', 'Prod', 'EuclideanNorm', 'All', 'Any'], reduce],
  ['L2Loss', (_, inputs) => [info(dtypeOf(inputs), [])]],
  [['ArgMax', 'ArgMin'], argument],
  [['Cumsum', 'Cumprod', 'CumulativeLogsumexp'], cumulative],
  [['UnsortedSegmentSum', 'UnsortedSegmentMax', 'UnsortedSegmentMin', 'UnsortedSegmentProd'], unsortedSegment],
  [['SegmentSum', 'SegmentMean', 'SegmentMax', 'SegmentMin', 'SegmentProd'], segment],
  [['SparseSegmentSum', 'SparseSegmentMean', 'SparseSegmentSqrtN'], segment],
  [['Bincount', 'DenseBincount'], bincount],
  ['RaggedBincount', raggedBincount],
]
