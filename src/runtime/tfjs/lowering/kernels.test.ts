import { describe, expect, test } from 'vitest'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { bool, type Constant, float32, int32 } from '../../../graph/constant.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { ranOn } from './fixtures/on-backends.ts'

type Build = (b: GraphBuilder, inputs: readonly [Value, ...Value[]]) => Value | readonly Value[]

const list = (...i: number[]): Attributes[string] => ({ list: { i } })

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  const all = (tensors: readonly Constant[], build: Build) =>
    ranOn(backend, tensors, (b, inputs) => build(b, inputs as [Value, ...Value[]]))

  async function one(tensors: readonly Constant[], build: Build) {
    const [first] = await all(tensors, build)
    return first
  }

  test('a number is true unless it is 0, whatever its lowest byte', async () => {
    const attributes = (from: 'int32' | 'float32'): Attributes => ({ SrcT: { type: from }, DstT: { type: 'bool' } })
    const whole = await one([int32([0, 256, -1])], (b, [x]) => b.op('Cast', [x], attributes('int32')))
    expect(whole).toEqual({ dtype: 'bool', shape: [3], data: [0, 1, 1] })
    const part = await one([float32([0, 0.5, -3])], (b, [x]) => b.op('Cast', [x], attributes('float32')))
    expect(part).toEqual({ dtype: 'bool', shape: [3], data: [0, 1, 1] })
  })

  test('booleans are reversed and selected', async () => {
    const x = bool([true, false, false, true, true])
    expect((await one([x], (b, [value]) => b.op('ReverseV2', [value, b.ints([0])])))?.data).toEqual([1, 1, 0, 0, 1])
    const [condition, a, c] = [bool([true, false, true]), bool([true, true, false]), bool([false, false, true])]
    expect((await one([condition, a, c], (b, inputs) => b.op('SelectV2', inputs)))?.data).toEqual([1, 0, 0])
  })

  test('one-hot rows of every dtype, along every axis', async () => {
    const hot = (on: Constant, off: Constant, axis: number) =>
      one([int32([2, 0, 9])], (b, [x]) =>
        b.op('OneHot', [x, b.int(3), b.constant(on), b.constant(off)], { axis: { i: axis } }),
      )
    const rows = [0, 0, 1, 1, 0, 0, 0, 0, 0]
    const columns = [0, 1, 0, 0, 0, 0, 1, 0, 0]
    expect(await hot(float32([1], []), float32([0], []), -1)).toEqual({ dtype: 'float32', shape: [3, 3], data: rows })
    expect(await hot(int32([1], []), int32([0], []), 0)).toEqual({ dtype: 'int32', shape: [3, 3], data: columns })
    expect(await hot(bool([true], []), bool([false], []), -1)).toEqual({ dtype: 'bool', shape: [3, 3], data: rows })
    const other = await hot(float32([5], []), float32([-1], []), -1)
    expect(other?.data).toEqual(rows.map((value) => (value === 1 ? 5 : -1)))
  })

  test('strided slices of integers and booleans', async () => {
    const step = (x: Constant) =>
      one([x], (b, [value]) =>
        b.op('StridedSlice', [value, b.ints([0]), b.ints([0]), b.ints([2])], {
          begin_mask: { i: 1 },
          end_mask: { i: 1 },
        }),
      )
    expect(await step(int32([1, 2, 3, 4, 5]))).toEqual({ dtype: 'int32', shape: [3], data: [1, 3, 5] })
    expect(await step(bool([true, false, false, true]))).toEqual({ dtype: 'bool', shape: [2], data: [1, 0] })
  })

  test('floor division of floats returns floats', async () => {
    const found = await one([float32([7.5, -7, 1]), float32([2, 2, 4])], (b, inputs) => b.op('FloorDiv', inputs))
    expect(found).toEqual({ dtype: 'float32', shape: [3], data: [3, -4, 0] })
  })

  test('rows gathered batch by batch', async () => {
    const x = float32([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 3, 2])
    const found = await one([x, int32([2, 0, 1, 1], [2, 2])], (b, [value, index]) =>
      b.op('GatherV2', [value, index as Value, b.int(1)], { batch_dims: { i: 1 } }),
    )
    expect(found).toEqual({ dtype: 'float32', shape: [2, 2, 2], data: [5, 6, 1, 2, 9, 10, 9, 10] })
  })

  test('products of integer matrices', async () => {
    const [x, y] = [int32([1, 2, 3, 4], [2, 2]), int32([5, 6, 7, 8], [2, 2])]
    const plain = await one([x, y], (b, inputs) => b.op('MatMul', inputs))
    expect(plain).toEqual({ dtype: 'int32', shape: [2, 2], data: [19, 22, 43, 50] })
    const turned = await one([x, y], (b, inputs) => b.op('MatMul', inputs, { transpose_b: { b: true } }))
    expect(turned?.data).toEqual([17, 23, 39, 53])
  })

  test('batch normalisation in training mode uses and returns the batch statistics', async () => {
    const x = float32([1, 2, 3, 6], [1, 2, 2, 1])
    const found = await all([x], (b, [value]) => {
      const parameters = [2, 1, 100, 100].map((number) => b.constant(float32([number])))
      const attributes = { is_training: { b: true }, epsilon: { f: 0.5 } }
      return b.ops('FusedBatchNormV3', [value, ...parameters], attributes).slice(0, 3)
    })
    // Mean 3, population variance 14 / 4, sample variance 14 / 3.
    expect(found[0]?.data).toEqual([-1, 0, 1, 4])
    expect(found[1]?.data).toEqual([3])
    expect(found[2]?.data[0]).toBeCloseTo(14 / 3, 5)
  })

  test('padding never wins a max pool', async () => {
    const x = float32([-4, -3, -2, -1], [1, 2, 2, 1])
    const found = await one([x], (b, [value]) =>
      b.op('MaxPool', [value], {
        ksize: list(1, 2, 2, 1),
        strides: list(1, 1, 1, 1),
        padding: { s: 'EXPLICIT' },
        explicit_paddings: list(0, 0, 1, 0, 1, 0, 0, 0),
      }),
    )
    expect(found).toEqual({ dtype: 'float32', shape: [1, 2, 2, 1], data: [-4, -3, -2, -1] })
  })

  test.each([
    ['nothing', [], [1, 2, 0]],
    ['integers', [10, 20, 30], [20, 40, 0]],
  ])('%s of integers returns integers', async (_, weights, wanted) => {
    const found = await one([int32([1, 0, 1]), int32(weights)], (b, [x, by]) =>
      b.op('Bincount', [x as Value, b.int(3), by as Value], { T: { type: 'int32' } }),
    )
    expect(found).toEqual({ dtype: 'int32', shape: [3], data: wanted })
    const rows = await one([int32([1, 0, 1]), int32(weights)], (b, [x, by]) =>
      b.op('DenseBincount', [x as Value, b.int(3), by as Value], { T: { type: 'int32' } }),
    )
    expect(rows?.data).toEqual(wanted)
    const seen = await one([int32([1, 0, 1, 2, 2, 2], [2, 3]), int32(weights)], (b, [x, by]) =>
      b.op('DenseBincount', [x as Value, b.int(3), by as Value], { T: { type: 'int32' }, binary_output: { b: true } }),
    )
    expect(seen).toEqual({ dtype: 'int32', shape: [2, 3], data: [1, 1, 0, 0, 0, 1] })
  })

  test('Bincount counts all elements of a matrix together', async () => {
    const found = await one([int32([1, 0, 1, 2], [2, 2]), float32([0.5, 1, 2, 4], [2, 2])], (b, [x, by]) =>
      b.op('Bincount', [x as Value, b.int(3), by as Value], { T: { type: 'float32' } }),
    )
    expect(found).toEqual({ dtype: 'float32', shape: [3], data: [1, 2.5, 4] })
  })

  test.each([
    [0, [11]],
    [1, [-1]],
    [2, [100]],
    [7, [100]],
    [-3, [100]],
  ])('branch %i of three, the last one for any other', async (branch, wanted) => {
    const types: Attributes = { Tin: { list: { type: ['float32'] } }, Tout: { list: { type: ['float32'] } } }
    const found = await one([int32([branch], []), float32([1])], (b, [index, x]) => {
      const parameters = [{ dtype: 'float32' as const, shape: [1] }]
      const branches = [
        b.function('plus', parameters, (body, [value]) => [body.op('AddV2', [value as Value, body.scalar(10)])]),
        b.function('minus', parameters, (body, [value]) => [body.op('Neg', [value as Value])]),
        b.function('times', parameters, (body, [value]) => [body.op('Mul', [value as Value, body.scalar(100)])]),
      ]
      return b.op('Case', [index, x as Value], { ...types, branches: { list: { func: branches } } })
    })
    expect(found?.data).toEqual(wanted)
  })
})
