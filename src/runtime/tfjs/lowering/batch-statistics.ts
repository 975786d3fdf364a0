import { boolAttribute, floatAttribute, stringAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/**
 * In training mode, `FusedBatchNorm` uses the batch's mean and variance; TensorFlow.js always uses the given ones.
 * NHWC.
 */
export const batchStatistics: Decomposition = (node, b, inputs) => {
  if (!boolAttribute(node.attributes, 'is_training', true)) return null
  if (stringAttribute(node.attributes, 'data_format', 'NHWC').startsWith('NC')) return null
  const [x, scale, offset] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  const rank = b.info(x).shape?.length
  if (rank === undefined) return null
  const axes = b.ints(Array.from({ length: rank - 1 }, (_, axis) => axis))
  const mean = b.op('Mean', [x, axes])
  const centred = b.op('Sub', [x, mean])
  const variance = b.op('Mean', [b.op('Square', [centred]), axes])
  const epsilon = b.scalar(floatAttribute(node.attributes, 'epsilon', 1e-4))
  const factor = b.op('Mul', [b.op('Rsqrt', [b.op('AddV2', [variance, epsilon])]), scale])
  const y = b.op('AddV2', [b.op('Mul', [centred, factor]), offset])
  // The running variance divides by one element less.
  const count = b.op('RealDiv', [size(b, x), size(b, mean)])
  const others = b.op('Maximum', [b.op('Sub', [count, b.scalar(1)]), b.scalar(1)])
  const unbiased = b.op('Mul', [variance, b.op('RealDiv', [count, others])])
  const statistics = [mean, unbiased, mean, variance]
  return [y, ...statistics, ...(node.op === 'FusedBatchNormV3' ? [mean] : [])]
}

const size = (b: GraphBuilder, x: Value) => b.cast(b.op('Size', [x]), 'float32')

/** The oldest op has another input order, and an attribute that disables the scale. */
export const globalNormalisation: Decomposition = (node, b, inputs) => {
  const [x, mean, variance, offset, scale] = [0, 1, 2, 3, 4].map((i) => at(inputs, i)) as [
    Value,
    Value,
    Value,
    Value,
    Value,
  ]
  const scaled = boolAttribute(node.attributes, 'scale_after_normalization')
  const factor = scaled ? scale : b.op('OnesLike', [mean])
  const epsilon = { f: floatAttribute(node.attributes, 'variance_epsilon') }
  const attributes = { is_training: { b: false }, epsilon }
  return [at(b.ops('FusedBatchNormV3', [x, factor, offset, mean, variance], attributes), 0)]
}
