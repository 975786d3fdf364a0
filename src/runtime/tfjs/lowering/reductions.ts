import { sizeOf } from '../../../base/tensor.ts'
import { boolAttribute } from '../../../graph/attributes.ts'
import { float32 } from '../../../graph/constant.ts'
import { staticShape } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** TensorFlow.js accepts at most two axes, none of them negative. */
const norm: Decomposition = (node, b, inputs) => {
  const squares = b.op('Square', [at(inputs, 0)])
  return [b.op('Sqrt', [b.op('Sum', [squares, at(inputs, 1)], node.attributes)])]
}

/** TensorFlow rounds the mean of integers towards zero; TensorFlow.js returns floats. */
const integerMean: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  if (b.dtype(x) !== 'int32') return null
  const sum = b.op('Sum', inputs, node.attributes)
  const count = b.op('FloorDiv', [b.op('Size', [x]), b.op('Maximum', [b.op('Size', [sum]), b.int(1)])])
  return [b.op('TruncateDiv', [sum, count])]
}

/** On vectors, WebGPU keeps the axis. */
const argument: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const { shape } = b.info(x)
  if (shape?.length !== 1) return null
  const row = b.reshape(x, [1, ...shape])
  return [b.reshape(b.op(node.op, [row, b.int(1)], node.attributes), [])]
}

/** WebGPU drops the axes that it should keep. */
const product: Decomposition = (node, b, inputs) => {
  const { shape } = b.info(`${node.name}:0`)
  if (!boolAttribute(node.attributes, 'keep_dims') || shape === null) return null
  return [b.reshape(b.op(node.op, inputs, { ...node.attributes, keep_dims: { b: false } }), shape)]
}

/** The results for no elements. */
const ofNothing: Readonly<Record<string, number>> = {
  ...{ Sum: 0, Prod: 1, All: 1, Any: 0, Mean: Number.NaN },
  ...{ Max: Number.NEGATIVE_INFINITY, Min: Number.POSITIVE_INFINITY },
}

/** The kernels read past the end of an empty tensor. */
const empty: Decomposition = (node, b, inputs) => {
  const [shape, result] = [staticShape(b.info(at(inputs, 0))), staticShape(b.info(`${node.name}:0`))]
  const value = ofNothing[node.op]
  if (shape === null || result === null || value === undefined || !shape.includes(0)) return null
  const filled = b.constant(float32(new Array<number>(sizeOf(result)).fill(value), result))
  const dtype = b.dtype(at(inputs, 0))
  if (dtype === 'bool') return [b.op('NotEqual', [filled, b.scalar(0)])]
  // TensorFlow's extremes of no integers are the limits of their type.
  return dtype !== 'int32' || Number.isFinite(value) ? [b.cast(filled, dtype === 'int32' ? 'int32' : 'float32')] : null
}

export const reductions: readonly DecompositionRow[] = [
  ['EuclideanNorm', norm],
  ['Mean', (...call) => empty(...call) ?? integerMean(...call)],
  ['Prod', (...call) => empty(...call) ?? product(...call)],
  [['Sum', 'Max', 'Min', 'All', 'Any'], empty],
  [['ArgMax', 'ArgMin'], argument],
]
