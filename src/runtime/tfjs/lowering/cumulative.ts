import { boolAttribute } from '../../../graph/attributes.ts'
import { int32 } from '../../../graph/constant.ts'
import { countUp } from '../../../graph/count-up.ts'
import { axisOf } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import { lowest, maxCompared } from './segments.ts'

/**
 * TensorFlow.js accepts non-negative axes only, and WebGPU shifts reversed exclusive results the wrong way: shift the
 * operand instead.
 */
const cumulative: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const given = knownNumbers(b, at(inputs, 1))?.[0]
  const { shape } = b.info(x)
  if (given === undefined || shape === null) return null
  const axis = axisOf(given, shape.length)
  const exclusive = boolAttribute(node.attributes, 'exclusive')
  if (!exclusive) return given >= 0 ? null : [b.op(node.op, [x, b.int(axis)], node.attributes)]
  const size = shape[axis]
  if (typeof size !== 'number' || size === 0)
    return given >= 0 ? null : [b.op(node.op, [x, b.int(axis)], node.attributes)]
  const reverse = boolAttribute(node.attributes, 'reverse')
  const along = (value: number, other: number) => shape.map((_, i) => (i === axis ? value : other))
  const kept = b.op('Slice', [x, b.ints(along(reverse ? 1 : 0, 0)), b.ints(along(size - 1, -1))])
  const edges = shape.flatMap((_, i) => (i !== axis ? [0, 0] : reverse ? [0, 1] : [1, 0]))
  const neutral = b.scalarLike(x, node.op === 'Cumprod' ? 1 : 0)
  const shifted = b.op('PadV2', [kept, b.constant(int32(edges, [shape.length, 2])), neutral])
  return [b.op(node.op, [shifted, b.int(axis)], { ...node.attributes, exclusive: { b: false } })]
}

/**
 * `log(sum(exp(x)))` over each element and its predecessors, each stabilised by its own maximum: a running sum would
 * lose terms that are small beside the largest. An empty sum is TensorFlow's lowest float, not minus infinity.
 */
const logSumExp: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const [given, shape] = [knownNumbers(b, at(inputs, 1))?.[0], b.info(x).shape]
  if (given === undefined || shape === null) return null
  const axis = axisOf(given, shape.length)
  const size = shape[axis] ?? 1
  const known = [...shape, size].filter((dim): dim is number => typeof dim === 'number')
  if (known.reduce((all, dim) => all * dim, 1) > maxCompared) return null
  const steps = countUp(b, b.dim(size))
  const after = shape.slice(axis + 1).map(() => 1)
  const [mine, other] = [b.reshape(steps, [size, 1, ...after]), b.reshape(steps, [1, size, ...after])]
  const [exclusive, reverse] = [boolAttribute(node.attributes, 'exclusive'), boolAttribute(node.attributes, 'reverse')]
  const compared = `${reverse ? 'Greater' : 'Less'}${exclusive ? '' : 'Equal'}`
  const counted = b.op(compared, [other, mine])
  const terms = b.op('SelectV2', [counted, b.op('ExpandDims', [x, b.int(axis)]), b.scalar(lowest(false))])
  const over = b.ints([axis + 1])
  const largest = b.op('Max', [terms, over], { keep_dims: { b: true } })
  const sum = b.op('Sum', [b.op('Exp', [b.op('Sub', [terms, largest])]), over])
  return [
    b.op('AddV2', [b.op('Log', [sum]), b.op('Squeeze', [largest], { squeeze_dims: { list: { i: [axis + 1] } } })]),
  ]
}

export const cumulatives: readonly DecompositionRow[] = [
  [['Cumsum', 'Cumprod'], cumulative],
  ['CumulativeLogsumexp', logSumExp],
]
