import { describe, expect, test } from 'vitest'
import type { Shape } from '../../base/tensor.ts'
import { GraphBuilder } from '../builder.ts'
import { float32, int32 } from '../constant.ts'
import type { Attributes, Value } from '../graph.ts'

function shapeOf(shape: Shape | null, build: (b: GraphBuilder, x: Value) => Value) {
  const b = new GraphBuilder()
  return b.info(build(b, b.input('x', 'float32', shape))).shape
}

const batch = 'x[0]'
const ints = (...values: number[]): Attributes[string] => ({ list: { i: values } })
const zeros = (b: GraphBuilder, shape: readonly number[]) =>
  b.constant(float32(new Float32Array(shape.reduce((a, c) => a * c, 1)), shape))

describe('convolutions and pools', () => {
  const conv = (shape: Shape, attributes: Attributes, filter: readonly number[], op = 'Conv2D') =>
    shapeOf(shape, (b, x) => b.op(op, [x, zeros(b, filter)], attributes))

  test('SAME and VALID, strided and dilated', () => {
    const same = { strides: ints(1, 2, 2, 1), padding: { s: 'SAME' } }
    expect(conv([null, 7, 8, 3], same, [3, 3, 3, 5])).toEqual([batch, 4, 4, 5])
    const valid = { strides: ints(1, 1, 2, 1), padding: { s: 'VALID' }, dilations: ints(1, 2, 1, 1) }
    expect(conv([null, 9, 9, 3], valid, [3, 3, 3, 5])).toEqual([batch, 5, 4, 5])
  })

  test('channels first, explicit padding, depthwise, three axes', () => {
    const first = { data_format: { s: 'NCHW' }, strides: ints(1, 1, 2, 2), padding: { s: 'VALID' } }
    expect(conv([null, 3, 9, 9], first, [3, 3, 3, 5])).toEqual([batch, 5, 4, 4])
    const explicit = {
      strides: ints(1, 1, 1, 1),
      padding: { s: 'EXPLICIT' },
      explicit_paddings: ints(0, 0, 1, 2, 0, 0, 0, 0),
    }
    expect(conv([null, 5, 5, 1], explicit, [3, 3, 1, 2])).toEqual([batch, 6, 3, 2])
    const plain = { strides: ints(1, 1, 1, 1), padding: { s: 'SAME' } }
    expect(conv([null, 5, 5, 4], plain, [3, 3, 4, 2], 'DepthwiseConv2dNative')).toEqual([batch, 5, 5, 8])
    const cube = { strides: ints(1, 1, 1, 1, 1), padding: { s: 'VALID' } }
    expect(conv([null, 5, 6, 7, 2], cube, [2, 2, 2, 2, 4], 'Conv3D')).toEqual([batch, 4, 5, 6, 4])
  })

  test('free sizes keep their name across equal layers', () => {
    const attributes = { strides: ints(1, 1, 1, 1), padding: { s: 'VALID' } }
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [null, null, null, 3])
    const [one, two] = [0, 1].map(() => b.op('Conv2D', [x, zeros(b, [3, 3, 3, 4])], attributes))
    expect(b.shape(one as Value)).toEqual(b.shape(two as Value))
    expect(b.shape(b.op('AddV2', [one as Value, two as Value]))).toEqual(b.shape(one as Value))
    expect(
      shapeOf([null, null, null, 3], (g, y) =>
        g.op('MaxPool', [y], { ...attributes, padding: { s: 'SAME' }, ksize: ints(1, 2, 2, 1) }),
      ),
    ).toEqual([batch, 'x[1]', 'x[2]', 3])
  })
})

describe('shapes as values', () => {
  test('a batch size read from a shape is recognised as the batch', () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [null, 7, 7, 64])
    const shape = b.op('Shape', [x])
    const first = b.op('StridedSlice', [shape, b.ints([0]), b.ints([1]), b.ints([1])], { shrink_axis_mask: { i: 1 } })
    expect(b.info(first)).toMatchObject({ shape: [], content: [batch] })
    const rest = b.op('Prod', [
      b.op('StridedSlice', [shape, b.ints([1]), b.ints([0]), b.ints([1])], { end_mask: { i: 1 } }),
      b.ints([0]),
    ])
    expect(b.info(rest).content).toEqual([3136])
    const packed = b.op('Pack', [first, rest], { axis: { i: 0 } })
    expect(b.info(packed)).toMatchObject({ shape: [2], content: [batch, 3136] })
    expect(b.shape(b.op('Reshape', [x, packed]))).toEqual([batch, 3136])
    expect(b.shape(b.op('Reshape', [x, b.ints([-1, 3136])]))).toEqual([batch, 3136])
    expect(b.shape(b.op('Fill', [packed, b.scalar(0)]))).toEqual([batch, 3136])
  })

  test('arithmetic, gathering and joining', () => {
    const b = new GraphBuilder()
    const x = b.input('x', 'float32', [null, 5, 6])
    const shape = b.op('Shape', [x])
    const picked = b.op('GatherV2', [shape, b.ints([2, 0]), b.int(0)])
    expect(b.info(picked).content).toEqual([6, batch])
    expect(b.info(b.op('ConcatV2', [picked, b.ints([3]), b.int(0)])).content).toEqual([6, batch, 3])
    expect(b.info(b.op('Mul', [picked, b.int(2)])).content).toEqual([12, '(2*x[0])'])
    expect(b.info(b.op('Sub', [picked, b.int(1)])).content).toEqual([5, '(x[0]-1)'])
    expect(b.info(b.op('Size', [x])).content).toEqual(['(30*x[0])'])
    expect(b.info(b.op('Range', [b.int(1), b.int(8), b.int(3)])).content).toEqual([1, 4, 7])
  })
})

test('a reshape merges free sizes under one name', () => {
  expect(shapeOf([null, null, 4], (b, x) => b.op('Reshape', [x, b.ints([-1, 2])]))).toEqual(['(2*x[0]*x[1])', 2])
  expect(shapeOf([null, 6], (b, x) => b.op('Reshape', [x, b.ints([-1, 4])]))).toEqual(['Reshape:0[0]', 4])
})

test('broadcasting', () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 1, 5])
  const y = b.input('y', 'float32', [null, 3, 1])
  expect(b.shape(b.op('AddV2', [x, y]))).toEqual(['AddV2:0[0]', 3, 5])
  expect(b.shape(b.op('Mul', [x, b.constant(float32([1, 2, 3, 4, 5]))]))).toEqual([batch, 1, 5])
  expect(b.info(b.op('Greater', [x, b.scalar(0)]))).toMatchObject({ dtype: 'bool', shape: [batch, 1, 5] })
})

test('slices work as in Python', () => {
  const slice = (begin: number[], end: number[], step: number[], masks: Attributes) =>
    shapeOf([null, 10, 4], (b, x) => b.op('StridedSlice', [x, b.ints(begin), b.ints(end), b.ints(step)], masks))
  expect(slice([0, -3], [0, 0], [1, 1], { begin_mask: { i: 1 }, end_mask: { i: 3 } })).toEqual([batch, 3, 4])
  expect(slice([0, 8], [0, 1], [1, -2], { begin_mask: { i: 1 }, end_mask: { i: 1 } })).toEqual([batch, 4, 4])
  expect(slice([0, 1], [0, 2], [1, 1], { ellipsis_mask: { i: 1 }, shrink_axis_mask: { i: 2 } })).toEqual([batch, 10])
  expect(slice([0, 0], [0, 0], [1, 1], { ellipsis_mask: { i: 1 }, new_axis_mask: { i: 2 } })).toEqual([batch, 10, 4, 1])
  expect(slice([0], [5], [1], {})).toEqual(['StridedSlice:0[0]', 10, 4])
})

test('ops with several outputs', () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 6])
  expect(b.ops('Split', [b.int(1), x], { num_split: { i: 3 } }).map((value) => b.shape(value))).toEqual([
    [batch, 2],
    [batch, 2],
    [batch, 2],
  ])
  expect(
    b.ops('SplitV', [x, b.ints([1, -1, 2]), b.int(1)], { num_split: { i: 3 } }).map((value) => b.shape(value)[1]),
  ).toEqual([1, 3, 2])
  expect(b.ops('Unpack', [x], { num: { i: 6 }, axis: { i: 1 } })).toHaveLength(6)
  expect(b.ops('TopKV2', [x, b.int(2)]).map((value) => b.info(value))).toMatchObject([
    { dtype: 'float32', shape: [batch, 2] },
    { dtype: 'int32', shape: [batch, 2] },
  ])
  expect(
    b.ops('While', [x, b.int(0)], { T: { list: { type: ['float32', 'int32'] } } }).map((value) => b.dtype(value)),
  ).toEqual(['float32', 'int32'])
  expect(b.ops('SomeNewOp', [x], { T: { type: 'int32' } }).map((value) => b.info(value))).toMatchObject([
    { dtype: 'int32', shape: null },
  ])
})

test('matrix products and einsum', () => {
  const b = new GraphBuilder()
  const [x, y] = [b.input('x', 'float32', [null, 8, 5, 3]), b.input('y', 'float32', [null, 1, 7, 3])]
  expect(b.shape(b.op('BatchMatMulV2', [x, y], { adj_y: { b: true } })).slice(1)).toEqual([8, 5, 7])
  const matrix = b.constant(float32(new Float32Array(6), [3, 2]))
  expect(b.shape(b.op('Einsum', [x, matrix], { equation: { s: '...a,ab->...b' } }))).toEqual([batch, 8, 5, 2])
})

test('a transposed convolution takes its shape from its input', () => {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 4, 4, 3])
  const sizes = b.dims([batch, 8, 8, 5])
  const filter = b.constant(float32(new Float32Array(135), [3, 3, 5, 3]))
  expect(
    b.shape(b.op('Conv2DBackpropInput', [sizes, filter, x], { strides: ints(1, 2, 2, 1), padding: { s: 'SAME' } })),
  ).toEqual([batch, 8, 8, 5])
  expect(b.info(b.constant(int32([3, 4]))).content).toEqual([3, 4])
})
