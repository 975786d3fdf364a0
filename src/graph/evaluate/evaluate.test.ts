import { expect, test } from 'vitest'
import type { DType, TensorData, TensorValue } from '../../base/tensor.ts'
import { GraphBuilder } from '../builder.ts'
import { literal } from '../constant.ts'
import { type Attributes, producerOf, type Value } from '../graph.ts'
import { staticShape } from '../infer/shape.ts'
import { evaluate } from './index.ts'

const f = (values: readonly number[], shape: readonly number[] = [values.length]): TensorValue => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
})
const i = (values: readonly number[], shape: readonly number[] = [values.length]): TensorValue => ({
  dtype: 'int32',
  shape,
  data: Int32Array.from(values),
})
const s = (values: readonly string[]): TensorValue => ({ dtype: 'string', shape: [values.length], data: values })

/** The shape comes from inference, as in constant folding. */
function compute(op: string, inputs: readonly TensorValue[], attributes: Attributes = {}, output = 0) {
  const b = new GraphBuilder()
  const values = inputs.map(({ dtype, shape, data }) => b.constant(literal(dtype, shape, data)))
  const result = b.ops(op, values, attributes)[output] as Value
  const node = b.build().nodes.get(producerOf(result))
  const info = b.info(result)
  const shape = staticShape(info) ?? []
  const data = evaluate({ op, attributes: node?.attributes ?? {}, output, dtype: info.dtype as DType, shape }, inputs)
  return { shape, data: data === null ? null : Array.from(data as Exclude<TensorData, readonly string[]>) }
}

test('float32 rounds like TensorFlow', () => {
  expect(compute('AddV2', [f([0.1]), f([0.2])]).data).toEqual([Math.fround(Math.fround(0.1) + Math.fround(0.2))])
  expect(compute('Rsqrt', [f([3])]).data).toEqual([Math.fround(1 / Math.sqrt(3))])
  expect(compute('Round', [f([0.5, 1.5, -2.5])]).data).toEqual([0, 2, -2])
})

test('int32 wraps, and division rounds down', () => {
  expect(compute('Mul', [i([65536]), i([65536])]).data).toEqual([0])
  expect(compute('FloorDiv', [i([-7]), i([2])]).data).toEqual([-4])
  expect(compute('FloorMod', [i([-7]), i([3])]).data).toEqual([2])
})

test('broadcasting and comparison', () => {
  expect(compute('Sub', [f([1, 2], [2, 1]), f([1, 2, 3])])).toEqual({ shape: [2, 3], data: [0, -1, -2, 1, 0, -1] })
  expect(compute('GreaterEqual', [i([1, 2, 3]), i([2], [])]).data).toEqual([0, 1, 1])
})

test('movement', () => {
  const x = f([1, 2, 3, 4, 5, 6], [2, 3])
  expect(compute('Transpose', [x, i([1, 0])])).toEqual({ shape: [3, 2], data: [1, 4, 2, 5, 3, 6] })
  expect(compute('Tile', [x, i([1, 2])]).data).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])
  expect(compute('PadV2', [x, i([1, 0, 0, 1], [2, 2]), f([9], [])]).data).toEqual([9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6, 9])
  expect(compute('MirrorPad', [x, i([0, 0, 2, 1], [2, 2])], { mode: { s: 'REFLECT' } }).data).toEqual([
    3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5,
  ])
  expect(compute('ReverseV2', [x, i([-1])]).data).toEqual([3, 2, 1, 6, 5, 4])
  expect(compute('GatherV2', [x, i([2, 0]), i([1], [])])).toEqual({ shape: [2, 2], data: [3, 1, 6, 4] })
  expect(
    compute('StridedSlice', [x, i([0, 2]), i([0, 0]), i([1, -1])], { begin_mask: { i: 1 }, end_mask: { i: 3 } }),
  ).toEqual({ shape: [2, 3], data: [3, 2, 1, 6, 5, 4] })
  expect(compute('Split', [i([1], []), x], { num_split: { i: 3 } }, 2)).toEqual({ shape: [2, 1], data: [3, 6] })
  expect(compute('SplitV', [x, i([1, -1]), i([1], [])], { num_split: { i: 2 } }, 1).data).toEqual([2, 3, 5, 6])
  expect(compute('Unpack', [x], { num: { i: 2 } }, 1)).toEqual({ shape: [3], data: [4, 5, 6] })
  expect(compute('GatherV2', [x, i([7]), i([0], [])]).data).toBeNull()
})

test('joining', () => {
  const [a, b] = [f([1, 2], [2, 1]), f([3, 4, 5, 6], [2, 2])]
  expect(compute('ConcatV2', [a, b, i([-1], [])])).toEqual({ shape: [2, 3], data: [1, 3, 4, 2, 5, 6] })
  expect(compute('Pack', [i([1, 2]), i([3, 4])], { axis: { i: 1 } }).data).toEqual([1, 3, 2, 4])
  expect(compute('ConcatV2', [s(['a']), s(['b', 'c']), i([0], [])]).data).toEqual(['a', 'b', 'c'])
  expect(compute('Range', [f([1], []), f([3], []), f([0.5], [])]).data).toEqual([1, 1.5, 2, 2.5])
})

test('reductions and products', () => {
  const x = f([1, 2, 3, 4, 5, 6], [2, 3])
  expect(compute('Sum', [x, i([0])]).data).toEqual([5, 7, 9])
  expect(compute('Mean', [x, i([-1])], { keep_dims: { b: true } })).toEqual({ shape: [2, 1], data: [2, 5] })
  expect(compute('Max', [x, i([0, 1])])).toEqual({ shape: [], data: [6] })
  expect(compute('MatMul', [x, x], { transpose_b: { b: true } })).toEqual({ shape: [2, 2], data: [14, 32, 32, 77] })
})
