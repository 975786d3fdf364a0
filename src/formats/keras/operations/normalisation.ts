import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { add, mul, sub } from '../layers/elementwise.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { matmul } from './linalg.ts'
import { toFloat } from './promote.ts'
import { reduce, variance } from './reductions.ts'

const moments: OperationRow = {
  classes: ['Moments'],
  functions: ['nn.moments'],
  parameters: ['x', 'axes'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.x)
    const axes = a.axes(b.rank(x), 'axes') ?? []
    const keepDims = a.bool('keepdims', false)
    return [reduce(b, 'Mean', x, axes, keepDims), variance(b, x, axes, keepDims)]
  },
}

/** Reshapes a vector to lie along one axis. */
function along(a: Arguments, vector: Value, x: Value, axis: number): Value {
  const rank = a.b.rank(x)
  if (axis === rank - 1 || a.b.rank(vector) !== 1) return vector
  const size = a.b.shape(vector)[0] as Dim
  return a.b.reshape(
    vector,
    a.b.shape(x).map((_, i) => (i === axis ? size : 1)),
  )
}

const batchNormalisation: OperationRow = {
  classes: ['BatchNorm', 'BatchNormalization'],
  functions: ['nn.batch_normalization'],
  parameters: ['x', 'mean', 'variance'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.x)
    const axis = a.axis(a.number('axis', -1), b.rank(x))
    const [scale, offset] = [a.optional('scale', 'gamma'), a.optional('offset', 'beta')]
    const inverse = b.op('Rsqrt', [add(b, a.value('variance'), a.number(['epsilon', 'variance_epsilon'], 1e-3))])
    const factor = along(a, scale === null ? inverse : mul(b, inverse, scale), x, axis)
    const centred = mul(b, sub(b, x, along(a, a.value('mean'), x, axis)), factor)
    return offset === null ? centred : add(b, centred, along(a, offset, x, axis))
  },
}

const layerNormalisation: OperationRow = {
  classes: ['LayerNorm', 'LayerNormalization'],
  parameters: ['x', 'gamma', 'beta'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.x)
    const axes = a.axes(b.rank(x)) ?? [b.rank(x) - 1]
    const centred = sub(b, x, reduce(b, 'Mean', x, axes, true))
    const spread = reduce(b, 'Mean', b.op('Square', [centred]), axes, true)
    return scaled(a, mul(b, centred, b.op('Rsqrt', [add(b, spread, a.number('epsilon', 1e-3))])))
  },
}

const rmsNormalisation: OperationRow = {
  classes: ['RMSNorm', 'RMSNormalization'],
  parameters: ['x', 'scale'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.x)
    const axes = a.axes(b.rank(x)) ?? [b.rank(x) - 1]
    const squares = reduce(b, 'Mean', b.op('Square', [x]), axes, true)
    const y = mul(b, x, b.op('Rsqrt', [add(b, squares, a.number('epsilon', 1e-7))]))
    const scale = a.optional('scale')
    return scale === null ? y : mul(b, y, scale)
  },
}

function scaled(a: Arguments, x: Value): Value {
  const [gamma, beta] = [a.optional('gamma'), a.optional('beta')]
  const y = gamma === null ? x : mul(a.b, x, gamma)
  return beta === null ? y : add(a.b, y, beta)
}

/** Query, key and value `[batch, time, heads, size]`. */
const dotProductAttention: OperationRow = {
  classes: ['DotProductAttention'],
  parameters: ['query', 'key', 'value', 'bias', 'mask'],
  lower: (a) => {
    const { b } = a
    if (a.bool('is_causal', false))
      throw a.layer.error('uses causal attention as an operation, which is not supported.')
    const heads = (name: string): Value => b.transpose(toFloat(b, a.value(name)), [0, 2, 1, 3])
    const query = heads('query')
    const size = b.shape(query)[3]
    const scale = a.number('scale', typeof size === 'number' ? 1 / Math.sqrt(size) : undefined)
    const scores = matmul(b, mul(b, query, scale), heads('key'), { y: true })
    const bias = a.optional('bias')
    const biased = bias === null ? scores : add(b, scores, bias)
    const mask = a.optional('mask')
    const masked =
      mask === null ? biased : b.op('SelectV2', [b.cast(mask, 'bool'), biased, b.scalar(-3.4028234663852886e38 * 0.7)])
    return b.transpose(matmul(b, b.op('Softmax', [masked]), heads('value')), [0, 2, 1, 3])
  },
}

export const normalisationRows: readonly OperationRow[] = [
  moments,
  batchNormalisation,
  layerNormalisation,
  rmsNormalisation,
  dotProductAttention,
]
