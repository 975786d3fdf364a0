import { describe, expect, test } from 'vitest'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { type Constant, float32, int32 } from '../../../graph/constant.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { ranOn } from './fixtures/on-backends.ts'

const list = (...i: number[]): Attributes[string] => ({ list: { i } })
const T: Attributes = { T: { type: 'float32' } }
const [infinity, nan, least] = [Number.POSITIVE_INFINITY, Number.NaN, -(2 ** 31)]
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

/** Regions in which a kernel of TensorFlow.js 4.22 is wrong, with results of TensorFlow 2.21. */
describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  async function one(tensors: readonly Constant[], build: (b: GraphBuilder, inputs: readonly Value[]) => Value) {
    const [first] = await ranOn(backend, tensors, build)
    return first
  }

  test.each(['Conv2D', 'DepthwiseConv2dNative'])(
    '%s with SAME padding and a stride larger than its window',
    async (op) => {
      const x = float32(upTo(49), [1, 7, 7, 1])
      const attributes = { ...T, strides: list(1, 3, 3, 1), padding: { s: 'SAME' } }
      const ones = (height: number, width: number) => float32(new Array(height * width).fill(1), [height, width, 1, 1])
      const two = await one([x], (b, [value]) => b.op(op, [value as Value, b.constant(ones(2, 2))], attributes))
      expect(two?.data).toEqual([20, 32, 21, 104, 116, 63, 87, 93, 49])
      const row = await one([x], (b, [value]) => b.op(op, [value as Value, b.constant(ones(1, 3))], attributes))
      expect(row?.data).toEqual([3, 12, 13, 45, 75, 55, 87, 138, 97])
    },
  )

  test('3-D pools with a stride larger than their window leave half of the rest at the beginning', async () => {
    const x = float32(upTo(6), [1, 6, 1, 1, 1])
    const attributes = { ...T, strides: list(1, 6, 1, 1, 1), ksize: list(1, 3, 1, 1, 1), padding: { s: 'SAME' } }
    expect((await one([x], (b, [value]) => b.op('AvgPool3D', [value as Value], attributes)))?.data).toEqual([3])
    expect((await one([x], (b, [value]) => b.op('MaxPool3D', [value as Value], attributes)))?.data).toEqual([4])
  })

  test('3-D max pooling and dilation of negative numbers', async () => {
    const x = float32([-3, -1, -2, -5], [1, 1, 2, 2, 1])
    const pool = { ...T, strides: list(1, 1, 2, 2, 1), ksize: list(1, 1, 2, 2, 1), padding: { s: 'SAME' } }
    expect((await one([x], (b, [value]) => b.op('MaxPool3D', [value as Value], pool)))?.data).toEqual([-1])
    const picture = float32([-3, -1, -2, -5], [1, 2, 2, 1])
    const dilation = { ...T, strides: list(1, 1, 1, 1), rates: list(1, 1, 1, 1), padding: { s: 'SAME' } }
    const weights = float32([-1, -1, -1, -1], [2, 2, 1])
    const dilated = await one([picture], (b, [value]) =>
      b.op('Dilation2D', [value as Value, b.constant(weights)], dilation),
    )
    expect(dilated?.data).toEqual([-2, -2, -3, -6])
  })

  test('a diagonal ignores NaN beside it, also when its size is known only at run time', async () => {
    const matrix = float32([1, nan, infinity, 2], [2, 2])
    const equation: Attributes = { equation: { s: 'ii->i' } }
    expect((await one([matrix], (b, [x]) => b.op('Einsum', [x as Value], equation)))?.data).toEqual([1, 2])
    const ofUnknownSize = (b: GraphBuilder, x: Value) => {
      const rows = b.op('Where', [b.op('Greater', [b.op('Slice', [x, b.ints([0, 0]), b.ints([-1, 1])]), b.scalar(-9)])])
      const first = b.op('GatherV2', [rows, b.int(0), b.int(1)])
      return b.op('GatherV2', [b.op('GatherV2', [x, first, b.int(0)]), first, b.int(1)])
    }
    const free = await one([float32([1, 5, 6, 2], [2, 2])], (b, [x]) =>
      b.op('Einsum', [ofUnknownSize(b, x as Value)], equation),
    )
    expect(free?.data).toEqual([1, 2])
  })

  const values = [nan, infinity, -infinity, 3e9, 2 ** 31, -(2 ** 31), 2147483520, 1e20, 2 ** 32 + 512, -0.5, 0.99]
  const numbers = [least, least, least, least, least, least, 2147483520, least, least, 0, 0]

  test('numbers outside the range of int32 become the lowest integer', async () => {
    const [cast, folded] = await ranOn(backend, [float32(values)], (b, [x]) => [
      b.cast(x as Value, 'int32'),
      b.cast(b.constant(float32(values)), 'int32'),
    ])
    expect(cast).toEqual({ dtype: 'int32', shape: [11], data: numbers })
    expect(folded).toEqual(cast)
  })

  test('tiny numbers have a sign', async () => {
    const sign = await one([float32([1e-30, -1e-30, 0, infinity, nan])], (b, [x]) => b.op('Sign', [x as Value], T))
    expect(sign?.data).toEqual([1, -1, 0, 1, nan])
  })

  test('every number but 0 is true', async () => {
    const [cast] = await ranOn(backend, [float32([0.3, 0, -0, 256, nan])], (b, [x]) => b.cast(x as Value, 'bool'))
    expect(cast?.data).toEqual([1, 0, 0, 1, 1])
  })

  test('of equal values, infinite ones too, the first are the largest', async () => {
    const row = [1, infinity, 2, -infinity, infinity, 2, infinity, 3, -infinity, 2]
    const outputs = await ranOn(backend, [float32(row)], (b, [x]) => b.ops('TopKV2', [x as Value, b.int(6)]))
    expect(outputs.map(({ data }) => data)).toEqual([
      [infinity, infinity, infinity, 3, 2, 2],
      [1, 4, 6, 7, 2, 5],
    ])
  })

  test('positions of maxima count padding', async () => {
    const x = float32([-3, -1, -2, -5, -4, -6], [1, 2, 3, 1])
    const attributes = {
      ...T,
      strides: list(1, 2, 2, 1),
      ksize: list(1, 2, 2, 1),
      padding: { s: 'SAME' },
      Targmax: { type: 'int32' as const },
    }
    const [values, places] = await ranOn(backend, [x], (b, [value]) =>
      b.ops('MaxPoolWithArgmax', [value as Value], attributes),
    )
    expect(values?.data).toEqual([-1, -2])
    expect(places?.data).toEqual([1, 2])
  })

  test('fused products with a matrix as bias, another activation, or a transposed operand', async () => {
    const [x, y] = [float32([1, 2, 3, 4], [2, 2]), float32([1, 0, 0, 1], [2, 2])]
    const fused = (bias: Constant, more: Attributes, activation: string) =>
      one([x, y], (b, [a, c]) =>
        b.op('_FusedMatMul', [a as Value, c as Value, b.constant(bias)], {
          ...T,
          ...more,
          num_args: { i: 1 },
          fused_ops: { list: { s: ['BiasAdd', activation] } },
        }),
      )
    expect((await fused(float32([10, 20, 30, -40], [2, 2]), {}, 'Relu'))?.data).toEqual([11, 22, 33, 0])
    expect((await fused(float32([10, 20]), { transpose_a: { b: true } }, 'Relu'))?.data).toEqual([11, 23, 12, 24])
    expect((await fused(float32([9, 9]), {}, 'Tanh'))?.data).toEqual([1, 1, 1, 1])
  })

  test.each([
    [
      [2, 1],
      [2, 3],
      [1, 2, 3, 8, 10, 12],
    ],
    [
      [2, 1],
      [1, 3],
      [1, 2, 3, 2, 4, 6],
    ],
    [
      [2, 3],
      [2, 1],
      [1, 2, 3, 8, 10, 12],
    ],
    [[2], [3, 1], [1, 2, 2, 4, 3, 6]],
    [
      [2, 1, 2],
      [3, 1],
      [1, 2, 2, 4, 3, 6, 3, 4, 6, 8, 9, 12],
    ],
  ])('products of batches %j and %j', async (left, right, expected) => {
    const size = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1)
    const batch = (dims: readonly number[]) => float32(upTo(size(dims)), [...dims, 1, 1])
    const product = await one([batch(left), batch(right)], (b, inputs) => b.op('BatchMatMulV2', inputs, T))
    expect(product?.data).toEqual(expected)
  })

  test('choosing and reversing along many alternating axes', async () => {
    const [x, y] = [float32(upTo(64), [2, 2, 2, 2, 2, 2]), float32([-1, -2, -3, -4], [1, 2, 1, 1, 1, 2])]
    const condition = int32([1, 0, 0, 1], [2, 1, 2, 1, 1, 1])
    const chosen = await one([condition, x, y], (b, [test, left, right]) =>
      b.op('SelectV2', [b.op('Greater', [test as Value, b.int(0)]), left as Value, right as Value]),
    )
    const expected = upTo(64).map((value) => {
      const [first, second, third, last] = [5, 4, 3, 0].map((bit) => ((value - 1) >> bit) & 1) as [
        number,
        number,
        number,
        number,
      ]
      return first === third ? value : -1 - 2 * second - last
    })
    expect(chosen?.data).toEqual(expected)
    const reversed = await one([x], (b, [value]) => b.op('ReverseV2', [value as Value, b.ints([1, 3, -1])]))
    expect(reversed?.data).toEqual(upTo(64).map((value) => ((value - 1) ^ 0b010101) + 1))
  })

  test('repeating tensors of five axes', async () => {
    const x = float32(upTo(4), [1, 2, 1, 1, 2])
    const tiled = await one([x], (b, [value]) => b.op('Tile', [value as Value, b.ints([2, 1, 2, 1, 2])]))
    expect(tiled).toMatchObject({
      shape: [2, 2, 2, 1, 4],
      data: [1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 3, 4, 1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 3, 4],
    })
    const broadcast = await one([x], (b, [value]) => b.op('BroadcastTo', [value as Value, b.ints([1, 2, 2, 1, 2])]))
    expect(broadcast).toMatchObject({ shape: [1, 2, 2, 1, 2], data: [1, 2, 1, 2, 3, 4, 3, 4] })
  })

  test('a gather whose axis lies behind the batch axes', async () => {
    const x = float32(upTo(8), [2, 2, 2])
    const found = await one([x, int32([1, 0], [2, 1])], (b, [value, picks]) =>
      b.op('GatherV2', [value as Value, picks as Value, b.int(2)], { batch_dims: { i: 1 } }),
    )
    expect(found).toMatchObject({ shape: [2, 2, 1], data: [2, 4, 5, 7] })
  })

  test('slices with a stride and a dropped axis, and slices that end before they begin', async () => {
    const x = int32(upTo(6), [3, 2])
    const sliced = (begin: number[], end: number[], strides: number[], masks: Attributes) =>
      one([x], (b, [value]) =>
        b.op('StridedSlice', [value as Value, b.ints(begin), b.ints(end), b.ints(strides)], masks),
      )
    const masks = { begin_mask: { i: 1 }, end_mask: { i: 1 }, shrink_axis_mask: { i: 2 } }
    expect(await sliced([0, -1], [0, 0], [2, 1], masks)).toMatchObject({ shape: [2], data: [2, 6] })
    expect(await sliced([2], [0], [1], {})).toMatchObject({ dtype: 'int32', shape: [0, 2], data: [] })
  })

  test('clipping to computed bounds', async () => {
    const [x, least, most] = [float32([-5, 0, 5, 9], [2, 2]), float32([-1, 1]), float32([3, 4])]
    expect((await one([x, least, most], (b, inputs) => b.op('ClipByValue', inputs)))?.data).toEqual([-1, 1, 3, 4])
  })

  test('norms along any axes, and means of integers', async () => {
    const x = float32([3, 4, 6, 8], [1, 2, 1, 2])
    const norm = await one([x], (b, [value]) => b.op('EuclideanNorm', [value as Value, b.ints([0, 2, -1])]))
    expect(norm).toMatchObject({ shape: [2], data: [5, 10] })
    const mean = await one([int32([-3, -4, 8, 9], [2, 2])], (b, [value]) => b.op('Mean', [value as Value, b.ints([1])]))
    expect(mean).toEqual({ dtype: 'int32', shape: [2], data: [-3, 8] })
  })

  test('reductions of nothing', async () => {
    const empty = float32([], [2, 0])
    const reduced = (op: string) => one([empty], (b, [value]) => b.op(op, [value as Value, b.ints([1])]))
    expect((await reduced('Sum'))?.data).toEqual([0, 0])
    expect((await reduced('Prod'))?.data).toEqual([1, 1])
    expect((await reduced('Max'))?.data).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])
  })
})
