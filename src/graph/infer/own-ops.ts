import { boolAttribute, intAttribute, typeAttribute } from '../attributes.ts'
import type { InferRule } from './info.ts'
import { dtypeOf, type InferRow, info, named, shapeOf } from './shape.ts'

const same: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]
const likeSecond: InferRule = (_, inputs) => [info(dtypeOf(inputs, 1), shapeOf(inputs, 1))]

/** Inputs are nested splits, the values and the rows. */
const raggedGather: InferRule = (call, inputs) => {
  const depth = inputs.length - 2
  const values = shapeOf(inputs, depth)
  return [
    ...Array.from({ length: depth }, (_, i) => info('int32', named(call, [null], i))),
    info(dtypeOf(inputs, depth), values === null ? null : named(call, [null, ...values.slice(1)], depth)),
  ]
}

const partition: InferRule = (call, inputs) => {
  const [data, places] = [shapeOf(inputs), shapeOf(inputs, 1)]
  return Array.from({ length: intAttribute(call.attributes, 'num_partitions', 1) }, (_, i) =>
    info(
      dtypeOf(inputs),
      data === null || places === null ? null : named(call, [null, ...data.slice(places.length)], i),
    ),
  )
}

const stitch: InferRule = (call, inputs) => {
  const half = inputs.length / 2
  const [data, places] = [shapeOf(inputs, half), shapeOf(inputs, 0)]
  const shape = data === null || places === null ? null : named(call, [null, ...data.slice(places.length)])
  return [info(dtypeOf(inputs, half), shape)]
}

const ctc: InferRule = (call, inputs) => [
  info('int32', named(call, [null, 2], 0)),
  info('int32', named(call, [null], 1)),
  info('int32', [2]),
  info('float32', named(call, [shapeOf(inputs)?.[1], 1], 3)),
]

const boxes: InferRule = (call, inputs) => {
  const batch = shapeOf(inputs, 1)?.[0]
  return [
    info('float32', named(call, [batch, null, 4], 0)),
    info('float32', named(call, [batch, null], 1)),
    info('float32', named(call, [batch, null], 2)),
    info('int32', named(call, [batch], 3)),
  ]
}

const joined: InferRule = (call, inputs) => {
  const [shape, axes] = [shapeOf(inputs), inputs[1]?.content]
  if (shape === null || axes == null || boolAttribute(call.attributes, 'keep_dims', false))
    return [info('string', null)]
  const dropped = axes.map((axis) => (typeof axis === 'number' && axis < 0 ? axis + shape.length : axis))
  return [
    info(
      'string',
      shape.filter((_, axis) => !dropped.includes(axis)),
    ),
  ]
}

/** Ops that have neither a kernel in TensorFlow.js nor a rewrite. */
export const ownOps: readonly InferRow[] = [
  [['MatrixInverse', 'Cholesky', 'EncodeBase64', 'DecodeBase64'], same],
  [['FakeQuantWithMinMaxArgs', 'FakeQuantWithMinMaxVarsPerChannel'], same],
  [['QuantizeAndDequantizeV2', 'QuantizeAndDequantizeV3', 'QuantizeAndDequantizeV4'], same],
  [['MatrixSolve', 'MatrixTriangularSolve'], likeSecond],
  ['MatrixDeterminant', (_, inputs) => [info('float32', shapeOf(inputs)?.slice(0, -2) ?? null)]],
  ['DynamicPartition', partition],
  [['DynamicStitch', 'ParallelDynamicStitch'], stitch],
  ['CTCGreedyDecoder', ctc],
  ['CombinedNonMaxSuppression', boxes],
  [
    'ExtractImagePatches',
    (call, inputs) => [info(dtypeOf(inputs), named(call, [shapeOf(inputs)?.[0], null, null, null]))],
  ],
  ['_ResampleWeights', (call) => [info('float32', named(call, [1, null, null]))]],
  ['RaggedGather', raggedGather],
  ['SparseReorder', (_, inputs) => [info('int32', shapeOf(inputs)), info(dtypeOf(inputs, 1), shapeOf(inputs, 1))]],
  ['ReduceJoin', joined],
  [
    'DecodeRaw',
    (call, inputs) => {
      const shape = shapeOf(inputs)
      const dtype = typeAttribute(call.attributes, 'out_type') ?? 'int32'
      return [info(dtype, shape === null ? null : named(call, [...shape, null]))]
    },
  ],
]
