import { boolAttribute, intAttribute, typeAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { sliceEntries, sliceMasks } from '../../../graph/infer/slicing.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import { batchedGather } from './batched-gather.ts'
import { counts, settledClamp } from './counts.ts'
import { endBeforeBegin, stridedShrink } from './strided-shrink.ts'
import { unevenBatches } from './uneven-batches.ts'

/**
 * Kernels of TensorFlow.js 4.22 whose results differ from TensorFlow on some backend, found by running each with
 * float32, int32 and bool on CPU and Wasm, and models on WebGL and WebGPU.
 */
const isTrue = (b: GraphBuilder, x: Value) => b.op('NotEqual', [x, b.scalarLike(x, 0)])

/** Wasm keeps the lowest byte only. */
const castToBool: Decomposition = (node, b, inputs) => {
  const from = b.dtype(at(inputs, 0))
  if (typeAttribute(node.attributes, 'DstT') !== 'bool' || (from !== 'int32' && from !== 'float32')) return null
  return [isTrue(b, at(inputs, 0))]
}

/** WebGL reverses vectors whatever the axes. */
const unreversed: Decomposition = (_, b, inputs) =>
  knownNumbers(b, at(inputs, 1))?.length === 0 ? [b.op('Identity', [at(inputs, 0)])] : null

/** Wasm moves four bytes per element. */
const reverseBool: Decomposition = (node, b, inputs) => {
  if (b.dtype(at(inputs, 0)) !== 'bool') return null
  return [isTrue(b, b.op(node.op, [b.cast(at(inputs, 0), 'int32'), ...inputs.slice(1)], node.attributes))]
}

/** The early form with a flag for each axis. */
const reverseByFlags: Decomposition = (_, b, inputs) => {
  const x = at(inputs, 0)
  const axes = knownNumbers(b, at(inputs, 1))?.flatMap((flag, axis) => (flag === 0 ? [] : [axis]))
  if (axes === undefined) return null
  if (axes.length === 0) return [b.op('Identity', [x])]
  const reversed = (value: Value) => b.op('ReverseV2', [value, b.ints(axes)])
  return [b.dtype(x) === 'bool' ? isTrue(b, reversed(b.cast(x, 'int32'))) : reversed(x)]
}

/** Wasm selects four bytes per element. */
const selectBool: Decomposition = (_, b, inputs) => {
  const [condition, x, y] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  if (b.dtype(x) !== 'bool') return null
  const chosen = b.op('LogicalAnd', [condition, x])
  return [b.op('LogicalOr', [chosen, b.op('LogicalAnd', [b.op('LogicalNot', [condition]), y])])]
}

/** Wasm always writes integers; TensorFlow.js ignores the axis attribute and appends the new axis last. */
const oneHot: Decomposition = (node, b, inputs) => {
  const dtype = b.dtype(at(inputs, 2))
  const [depth, rank] = [knownNumbers(b, at(inputs, 1))?.[0], b.info(at(inputs, 0)).shape?.length]
  const given = intAttribute(node.attributes, 'axis', -1)
  if (rank === undefined || depth === undefined) return null
  const axis = axisOf(given, rank + 1)
  // The kernels refuse a depth of 1.
  if (dtype === 'int32' && axis === rank && depth > 1) return null
  const shape = Array.from({ length: rank + 1 - axis }, (_, i) => (i === 0 ? depth : 1))
  const classes = b.reshape(b.ints(Array.from({ length: depth }, (_, i) => i)), shape)
  const hot = b.op('Equal', [b.op('ExpandDims', [at(inputs, 0), b.int(axis)]), classes])
  const [on, off] = [knownNumbers(b, at(inputs, 2))?.[0], knownNumbers(b, at(inputs, 3))?.[0]]
  if (dtype === 'bool' && on === 1 && off === 0) return [hot]
  if (dtype === 'float32' && on === 1 && off === 0) return [b.cast(hot, 'float32')]
  return dtype === 'bool' ? null : [b.op('SelectV2', [hot, at(inputs, 2), at(inputs, 3)])]
}

/** With steps other than 1, Wasm labels the result float32, whatever it holds. */
const stridedIntegers: Decomposition = (node, b, inputs) => {
  const dtype = b.dtype(at(inputs, 0))
  const strides = knownNumbers(b, at(inputs, 3))
  if ((dtype !== 'int32' && dtype !== 'bool') || strides === null) return null
  const shape = b.info(at(inputs, 0)).shape
  const call = { name: node.name, op: node.op, attributes: node.attributes }
  const entries = shape === null ? [] : sliceEntries(sliceMasks(call), strides.length, shape.length)
  const steps = entries.some((entry) => entry.kind === 'cut' && !entry.shrink && strides[entry.entry] !== 1)
  if (!steps) return null
  const floats = b.op(node.op, [b.cast(at(inputs, 0), 'float32'), ...inputs.slice(1)], node.attributes)
  return [dtype === 'bool' ? isTrue(b, floats) : b.cast(floats, 'int32')]
}

/** The CPU backend returns int32. */
const floorDivision: Decomposition = (_, b, inputs) =>
  b.dtype(at(inputs, 0)) === 'float32' ? [b.op('Floor', [b.op('RealDiv', inputs)])] : null

/** tfjs-converter reads the bounds in the middle of a run, which a GPU cannot, and uses their first element only. */
const computedBounds: Decomposition = (_, b, inputs) => {
  const [x, least, most] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  const isScalar = (bound: Value) => b.info(bound).shape?.length === 0 && b.info(bound).constant !== null
  return isScalar(least) && isScalar(most) ? null : [b.op('Maximum', [b.op('Minimum', [x, most]), least])]
}

/** Wasm multiplies float32 matrices only. */
const integerProduct: Decomposition = (node, b, inputs) => {
  if (b.dtype(at(inputs, 0)) !== 'int32') return null
  const flag = (...keys: readonly string[]) => keys.some((key) => boolAttribute(node.attributes, key))
  const [x, y] = [
    turned(b, at(inputs, 0), flag('transpose_a', 'adj_x')),
    turned(b, at(inputs, 1), flag('transpose_b', 'adj_y')),
  ]
  if (x === null || y === null) return null
  const terms = b.op('Mul', [b.op('ExpandDims', [x, b.int(-1)]), b.op('ExpandDims', [y, b.int(-3)])])
  return [b.op('Sum', [terms, b.ints([-2])])]
}

function turned(b: GraphBuilder, x: Value, flip: boolean): Value | null {
  const rank = b.info(x).shape?.length
  if (rank === undefined) return null
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  return flip ? b.transpose(x, [...axes.slice(0, -2), rank - 1, rank - 2]) : x
}

/** The kernels return 0 for NaN, Wasm's also for tiny numbers. */
const sign: Decomposition = (_, b, inputs) => {
  const x = at(inputs, 0)
  if (b.dtype(x) !== 'float32') return null
  const [above, below] = ['Greater', 'Less'].map((op) => b.cast(b.op(op, [x, b.scalar(0)]), 'float32'))
  return [b.op('SelectV2', [b.op('IsNan', [x]), x, b.op('Sub', [above as Value, below as Value])])]
}

export const kernels: readonly DecompositionRow[] = [
  ['Cast', castToBool],
  ['ReverseV2', (...call) => unreversed(...call) ?? reverseBool(...call)],
  ['Reverse', reverseByFlags],
  [['Select', 'SelectV2'], selectBool],
  ['OneHot', oneHot],
  ['StridedSlice', (...call) => stridedShrink(...call) ?? stridedIntegers(...call) ?? endBeforeBegin(...call)],
  ['FloorDiv', floorDivision],
  ['Minimum', settledClamp],
  ['Sign', sign],
  ['ClipByValue', computedBounds],
  ['GatherV2', batchedGather],
  ['MatMul', integerProduct],
  [['BatchMatMul', 'BatchMatMulV2'], (...call) => integerProduct(...call) ?? unevenBatches(...call)],
  [['Bincount', 'DenseBincount'], counts],
]
