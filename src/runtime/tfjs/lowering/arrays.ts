import {
  floatAttribute,
  floatsAttribute,
  intAttribute,
  stringAttribute,
  typeAttribute,
} from '../../../graph/attributes.ts'
import { float32 } from '../../../graph/constant.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import { divide } from '../../../graph/infer/dim.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

/** Longest range of numbers that becomes a constant. */
const maxConstant = 4096

/** Number of boundaries (sorted, float32) at or below each element. */
const bucketize: Decomposition = (node, b, inputs) => {
  const boundaries = b.constant(float32(floatsAttribute(node.attributes, 'boundaries')))
  const x = b.op('ExpandDims', [b.cast(at(inputs, 0), 'float32'), b.int(-1)])
  return [b.op('Sum', [b.cast(b.op('GreaterEqual', [x, boundaries]), 'int32'), b.ints([-1])])]
}

/**
 * Index of the first boundary at or above each element (one sorted tensor of boundaries per tensor of values); the last
 * if there is none.
 */
const treeBuckets: Decomposition = (_, b, inputs) => {
  const count = inputs.length / 2
  return inputs.slice(0, count).map((values, i) => {
    const boundaries = at(inputs, count + i)
    const below = b.op('Less', [boundaries, b.op('ExpandDims', [values, b.int(-1)])])
    const found = b.op('Sum', [b.cast(below, 'int32'), b.ints([-1])])
    const last = b.op('Maximum', [b.op('Sub', [b.op('Size', [boundaries]), b.int(1)]), b.int(0)])
    return b.op('Minimum', [found, last])
  })
}

/** Rolls each axis: elements shifted past the end reappear at the start. */
const roll: Decomposition = (_, b, inputs) => {
  const [shifts, axes] = [knownNumbers(b, at(inputs, 1)), knownNumbers(b, at(inputs, 2))]
  const shape = b.info(at(inputs, 0)).shape
  if (shifts === null || axes === null || shape === null) return null
  let x = at(inputs, 0)
  for (const [i, given] of axes.entries()) {
    const axis = axisOf(given, shape.length)
    const [dim = 1, shift = 0] = [shape[axis], shifts[i]]
    if (typeof dim !== 'number') {
      x = rolledFree(b, x, axis, shift)
      continue
    }
    const last = dim === 0 ? 0 : ((shift % dim) + dim) % dim
    if (last === 0) continue
    const sizes = b.ints([dim - last, last])
    const [head, tail] = b.ops('SplitV', [x, sizes, b.int(axis)], { num_split: { i: 2 } })
    if (head === undefined || tail === undefined) return null
    x = b.op('ConcatV2', [tail, head, b.int(axis)], { N: { i: 2 } })
  }
  return [x]
}

/** The same along an axis whose size only a run tells. */
function rolledFree(b: Rewriter, x: Value, axis: number, shift: number): Value {
  const size = b.dim(b.shape(x)[axis] ?? 1)
  const steps = countUp(b, size)
  const from = b.op('FloorMod', [b.op('Sub', [steps, b.int(shift)]), size])
  return b.op('GatherV2', [x, from, b.int(axis)])
}

/** Moves blocks of `size × size` into channels: the inverse of `DepthToSpace`. NHWC. */
const spaceToDepth: Decomposition = (node, b, inputs) => {
  const shape = b.info(at(inputs, 0)).shape
  const size = intAttribute(node.attributes, 'block_size', 1)
  if (shape === null || stringAttribute(node.attributes, 'data_format', 'NHWC') !== 'NHWC') return null
  const [batch = 1, height = 1, width = 1, channels = 1] = shape
  const [rows, columns] = [divide(height, size), divide(width, size)]
  if (rows === null || columns === null || typeof channels !== 'number') return null
  const blocks = b.reshape(at(inputs, 0), [batch, rows, size, columns, size, channels])
  const moved = b.transpose(blocks, [0, 1, 3, 2, 4, 5])
  return [b.reshape(moved, [batch, rows, columns, channels * size * size])]
}

/** Reverses the first `n` elements of each sequence and keeps the rest. */
const reverseSequence: Decomposition = (node, b, inputs) => {
  const shape = b.info(at(inputs, 0)).shape
  if (shape === null) return null
  const time = intAttribute(node.attributes, 'seq_dim')
  const batch = intAttribute(node.attributes, 'batch_dim')
  const order = [batch, time, ...shape.map((_, axis) => axis).filter((axis) => axis !== batch && axis !== time)]
  const x = b.transpose(at(inputs, 0), order)
  const steps = countUp(b, b.dim(shape[time] ?? 1))
  const row = b.op('ExpandDims', [steps, b.int(0)])
  const lengths = b.op('ExpandDims', [b.cast(at(inputs, 1), 'int32'), b.int(1)])
  const mirrored = b.op('Sub', [b.op('Sub', [lengths, b.int(1)]), row])
  const index = b.op('SelectV2', [b.op('Less', [row, lengths]), mirrored, row])
  const gathered = b.op('GatherV2', [x, index, b.int(1)], { batch_dims: { i: 1 } })
  return [
    b.transpose(
      gathered,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ]
}

/** A rank-1 condition selects whole rows; broadcasting would align it with the last axis. */
const select: Decomposition = (_, b, inputs) => {
  const [condition, x] = [b.info(at(inputs, 0)).shape, b.info(at(inputs, 1)).shape]
  if (condition === null || x === null || condition.length !== 1 || x.length < 2) return null
  const column = b.reshape(at(inputs, 0), [condition[0] ?? 1, ...x.slice(1).map(() => 1)])
  return [b.op('SelectV2', [column, at(inputs, 1), at(inputs, 2)])]
}

const scatterAdd: Decomposition = (node, b, inputs) => {
  const spread = b.op('ScatterNd', [at(inputs, 1), at(inputs, 2), b.op('Shape', [at(inputs, 0)])])
  return [b.op(node.op === 'TensorScatterAdd' ? 'AddV2' : 'Sub', [at(inputs, 0), spread])]
}

/** The WebGPU kernel returns NaN for a single number, and the limits would have to be read back from a GPU. */
const linSpace: Decomposition = (_, b, inputs) => {
  const [start, stop, count] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
  if (b.dtype(start) !== 'float32') return null
  const way = b.op('Mul', [b.op('Sub', [stop, start]), fractions(b, count)])
  return [b.op('AddV2', [start, way])]
}

/** `count` numbers from 0 to 1; a single one is 0. */
function fractions(b: Rewriter, count: Value): Value {
  const [size = Number.POSITIVE_INFINITY] = knownNumbers(b, count) ?? []
  if (size <= maxConstant) {
    const values = Array.from({ length: size }, (_, i) => i / Math.max(1, size - 1))
    return b.constant(float32(values))
  }
  const steps = b.cast(countUp(b, count), 'float32')
  const last = b.op('Maximum', [b.op('Sub', [count, b.int(1)]), b.int(1)])
  return b.op('RealDiv', [steps, b.cast(last, 'float32')])
}

/** The older two-axis forms, with the block size as an attribute. */
const square: Decomposition = (node, b, inputs) => {
  const size = intAttribute(node.attributes, 'block_size', 1)
  return [b.op(`${node.op}ND`, [at(inputs, 0), b.ints([size, size]), at(inputs, 1)])]
}

/** The sign bit of a float, which is how Keras distinguishes -0 from 0. A NaN has no sign. */
const signBit: Decomposition = (_, b, inputs) => {
  const cast = inputs.findIndex((input) => b.made(input).op === 'Bitcast')
  const mask = knownNumbers(b, at(inputs, 1 - Math.max(0, cast)))
  const x = cast < 0 ? undefined : b.made(at(inputs, cast)).inputs[0]
  if (x === undefined || b.dtype(x) !== 'float32' || mask?.length !== 1 || mask[0] !== -2147483648) return null
  const signed = b.op('SelectV2', [b.op('Equal', [x, b.scalar(0)]), b.op('Reciprocal', [x]), x])
  return [b.op('SelectV2', [b.op('Less', [signed, b.scalar(0)]), b.int(-2147483648), b.int(0)])]
}

const topK: Decomposition = (node, b, inputs) =>
  b.ops('TopKV2', [at(inputs, 0), b.int(intAttribute(node.attributes, 'k'))], {
    T: { type: typeAttribute(node.attributes, 'T') ?? b.dtype(at(inputs, 0)) },
  })

/** The first version has the threshold as an attribute. */
const suppression: Decomposition = (node, b, inputs) => [
  b.op('NonMaxSuppressionV2', [...inputs, b.scalar(floatAttribute(node.attributes, 'iou_threshold', 0.5))]),
]

export const arrays: readonly DecompositionRow[] = [
  ['Bucketize', bucketize],
  ['BoostedTreesBucketize', treeBuckets],
  ['Roll', roll],
  ['SpaceToDepth', spaceToDepth],
  ['ReverseSequence', reverseSequence],
  ['Select', select],
  [['TensorScatterAdd', 'TensorScatterSub'], scatterAdd],
  [['SpaceToBatch', 'BatchToSpace'], square],
  ['TopK', topK],
  ['LinSpace', linSpace],
  ['NonMaxSuppression', suppression],
  ['BitwiseAnd', signBit],
]
