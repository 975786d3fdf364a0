import { intAttribute, intsAttribute, shapeAttribute, typeAttribute } from '../attributes.ts'
import { divide, multiply, plus } from './dim.ts'
import type { Dim, InferRule, OpCall, ValueInfo } from './info.ts'
import {
  axisOf,
  type Dims,
  dtypeOf,
  elements,
  fresh,
  type InferRow,
  info,
  named,
  numberOf,
  numbersOf,
  shapeOf,
  staticShape,
} from './shape.ts'

const placeholder: InferRule = ({ name, attributes }, inputs) => {
  const dtype = typeAttribute(attributes, 'dtype') ?? dtypeOf(inputs)
  const shape = shapeAttribute(attributes, 'shape') ?? null
  return [info(dtype, shape?.map((dim, axis) => dim ?? `${name}[${axis}]`) ?? null)]
}

const placeholderWithDefault: InferRule = (call, inputs) => {
  const shape = shapeAttribute(call.attributes, 'shape')
  return [info(dtypeOf(inputs), shape === undefined || shape === null ? null : named(call, shape))]
}

/** The shape given by an int32 vector; each `-1` becomes a dimension named after the value. */
export function targetShape(call: OpCall, target: ValueInfo | undefined): Dims | null {
  if (target === undefined) return null
  if (target.content !== null)
    return named(
      call,
      target.content.map((dim) => (dim === -1 ? null : dim)),
    )
  const length = target.shape?.[0]
  return typeof length === 'number' ? named(call, new Array<null>(length).fill(null)) : null
}

const reshape: InferRule = (call, inputs) => {
  const dtype = dtypeOf(inputs)
  const content = inputs[1]?.content ?? null
  const source = shapeOf(inputs)
  if (content === null || !content.includes(-1) || source === null) return [info(dtype, targetShape(call, inputs[1]))]
  const others = content.filter((dim) => dim !== -1)
  return [
    info(
      dtype,
      named(
        call,
        content.map((dim) => (dim === -1 ? remaining(source, others) : dim)),
      ),
    ),
  ]
}

/** The size that `-1` stands for: cancels common dimensions before multiplying. */
function remaining(source: Dims, others: Dims): Dim | null {
  const left: Dim[] = [...source]
  const right = others.filter((dim) => {
    const at = typeof dim === 'string' ? left.indexOf(dim) : -1
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const over = multiply(left)
  const under = multiply(right)
  return over === null || under === null || under === 0 ? null : divide(over, under)
}

const transpose: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const permutation = numbersOf(inputs[1])
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const dims = shape.map((_, axis) => {
    const from = permutation?.[axis]
    return from === undefined ? fresh(call, axis) : shape[axisOf(from, shape.length)]
  })
  return [info(dtypeOf(inputs), named(call, dims))]
}

const expandDims: InferRule = (_, inputs) => {
  const shape = shapeOf(inputs)
  const axis = numberOf(inputs[1])
  if (shape === null || axis === null) return [info(dtypeOf(inputs), null)]
  const at = axisOf(axis, shape.length + 1)
  return [info(dtypeOf(inputs), [...shape.slice(0, at), 1, ...shape.slice(at)])]
}

const squeeze: InferRule = ({ attributes }, inputs) => {
  const shape = shapeOf(inputs)
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const given = [...intsAttribute(attributes, 'squeeze_dims'), ...intsAttribute(attributes, 'axis')]
  const axes = given.map((axis) => axisOf(axis, shape.length))
  if (axes.length > 0)
    return [
      info(
        dtypeOf(inputs),
        shape.filter((_, axis) => !axes.includes(axis)),
      ),
    ]
  // Without axes, the result depends on sizes: any free dimension may be 1.
  const free = shape.some((dim) => typeof dim === 'string')
  return [info(dtypeOf(inputs), free ? null : shape.filter((dim) => dim !== 1))]
}

const fill: InferRule = (call, inputs) => [info(dtypeOf(inputs, 1), targetShape(call, inputs[0]))]

const range: InferRule = (call, inputs) => {
  const scalar = (i: number) => inputs[i]?.content?.[0] ?? inputs[i]?.constant?.data?.[0] ?? null
  const [start, limit, delta] = [scalar(0), scalar(1), scalar(2)]
  const size =
    typeof limit === 'number' && typeof start === 'number' && typeof delta === 'number' && delta !== 0
      ? Math.max(0, Math.ceil((limit - start) / delta))
      : start === 0 && delta === 1
        ? limit
        : null
  return [info(dtypeOf(inputs), named(call, [size]))]
}

const tile: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const times = inputs[1]?.content ?? null
  if (shape === null) return [info(dtypeOf(inputs), null)]
  return [
    info(
      dtypeOf(inputs),
      named(
        call,
        shape.map((dim, i) => multiply([dim, times?.[i] ?? fresh(call, i)])),
      ),
    ),
  ]
}

const pad: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const paddings = constantNumbers(inputs[1])
  const dims = shape.map((dim, i) => {
    const [before, after] = [paddings?.[2 * i], paddings?.[2 * i + 1]]
    return before === undefined || after === undefined ? null : plus(dim, before + after)
  })
  return [info(dtypeOf(inputs), named(call, dims))]
}

/** The elements of a constant int32 matrix, row-major. */
export function constantNumbers(value: ValueInfo | undefined): readonly number[] | null {
  const data = value?.constant?.data ?? null
  return data === null || !(data instanceof Int32Array) ? null : [...data]
}

const broadcastTo: InferRule = (call, inputs) => [info(dtypeOf(inputs), targetShape(call, inputs[1]))]

const broadcastArgs: InferRule = (call, inputs) => {
  const [a, b] = [staticShape(inputs[0]), staticShape(inputs[1])]
  const length = a === null || b === null ? null : Math.max(a[0] ?? 0, b[0] ?? 0)
  return [info('int32', named(call, [length]))]
}

const oneHot: InferRule = ({ name, attributes, op }, inputs) => {
  const shape = shapeOf(inputs)
  if (shape === null) return [info(dtypeOf(inputs, 2), null)]
  const axis = intAttribute(attributes, 'axis', -1)
  const at = axis < 0 ? shape.length : axis
  const depth = inputs[1]?.content?.[0] ?? fresh({ name, attributes, op }, at)
  return [info(dtypeOf(inputs, 2), [...shape.slice(0, at), depth, ...shape.slice(at)])]
}

const shapeVector: InferRule = (call, inputs) =>
  inputs.map((input, i) => info('int32', named(call, [input.shape?.length], i)))

const scalar: InferRule = () => [info('int32', [])]

const where: InferRule = (call, inputs) => [info('int32', named(call, [null, shapeOf(inputs)?.length]))]

const topK: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const k = call.op === 'TopK' ? intAttribute(call.attributes, 'k') : inputs[1]?.content?.[0]
  const dims = shape === null ? null : [...shape.slice(0, -1), k ?? fresh(call, shape.length - 1)]
  return [info(dtypeOf(inputs), dims), info('int32', dims)]
}

const unique: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const size = shape === null ? null : elements(shape)
  const free = named(call, [null])
  const whole = call.op === 'Unique' || shape?.length === 1
  const values = info(dtypeOf(inputs), whole ? free : null)
  const index = info('int32', named(call, [whole ? size : null], 1))
  return call.op.endsWith('WithCounts') ? [values, index, info('int32', free)] : [values, index]
}

const linSpace: InferRule = (call, inputs) => [info(dtypeOf(inputs), named(call, [inputs[2]?.content?.[0]]))]

const same: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

const ensureShape: InferRule = ({ attributes }, inputs) => {
  const [wanted, shape] = [shapeAttribute(attributes, 'shape') ?? null, shapeOf(inputs)]
  if (wanted === null || shape === null) return [info(dtypeOf(inputs), shape)]
  return [
    info(
      dtypeOf(inputs),
      shape.map((dim, i) => wanted[i] ?? dim),
    ),
  ]
}

export const arrays: readonly InferRow[] = [
  ['Placeholder', placeholder],
  ['PlaceholderWithDefault', placeholderWithDefault],
  ['Reshape', reshape],
  ['Transpose', transpose],
  ['ExpandDims', expandDims],
  ['Squeeze', squeeze],
  ['EnsureShape', ensureShape],
  ['Fill', fill],
  [
    ['Zeros', 'Ones'],
    (call, inputs) => [info(typeAttribute(call.attributes, 'dtype') ?? 'float32', targetShape(call, inputs[0]))],
  ],
  ['Range', range],
  ['LinSpace', linSpace],
  ['Tile', tile],
  [['Pad', 'PadV2', 'MirrorPad'], pad],
  ['BroadcastTo', broadcastTo],
  ['BroadcastArgs', broadcastArgs],
  ['OneHot', oneHot],
  [['Shape', 'ShapeN'], shapeVector],
  [['Size', 'Rank'], scalar],
  ['Where', where],
  [['TopK', 'TopKV2'], topK],
  [['Unique', 'UniqueV2', 'UniqueWithCounts'], unique],
  [
    ['Reverse', 'ReverseV2', 'ReverseSequence', 'Roll', 'MatrixBandPart', 'TensorScatterUpdate', 'TensorScatterAdd'],
    same,
  ],
  [['TensorScatterMax', 'TensorScatterMin', 'TensorScatterSub'], same],
  [['LowerBound', 'UpperBound'], (_, inputs) => [info('int32', shapeOf(inputs, 1))]],
  ['ScatterNd', (call, inputs) => [info(dtypeOf(inputs, 1), targetShape(call, inputs[2]))]],
  ['SparseToDense', (call, inputs) => [info(dtypeOf(inputs, 2), targetShape(call, inputs[1]))]],
]
