import { expect, it } from 'vitest'
import { costOf } from './cost.ts'
import type { Attributes, GraphNode } from './graph.ts'

function cost(
  op: string,
  inputs: readonly (readonly number[] | null)[],
  output: readonly number[] | null,
  attributes: Attributes = {},
) {
  const node: GraphNode = { name: 'n', op, inputs: inputs.map((_, i) => `i${i}:0` as const), attributes }
  return costOf(node, { inputs, outputs: [output] })
}

it('counts the multiply-adds of products as 2', () => {
  // 128 filters of 3 × 3 × 16 at 56 × 56 places.
  expect(
    cost(
      'Conv2D',
      [
        [1, 56, 56, 16],
        [3, 3, 16, 128],
      ],
      [1, 56, 56, 128],
    ),
  ).toEqual({
    flops: 2 * 56 * 56 * 128 * 9 * 16,
    exact: true,
  })
  expect(
    cost(
      'DepthwiseConv2dNative',
      [
        [1, 8, 8, 4],
        [3, 3, 4, 1],
      ],
      [1, 8, 8, 4],
    )?.flops,
  ).toBe(2 * 8 * 8 * 4 * 9)
  // Half as large a picture in: each of its values is multiplied with 3 × 3 × 5 weights.
  expect(cost('Conv2DBackpropInput', [[4], [3, 3, 5, 6], [1, 4, 4, 6]], [1, 8, 8, 5])?.flops).toBe(2 * 96 * 45)
  expect(
    cost(
      'MatMul',
      [
        [1, 20],
        [20, 7],
      ],
      [1, 7],
    )?.flops,
  ).toBe(2 * 20 * 7)
  expect(
    cost(
      'MatMul',
      [
        [20, 1],
        [20, 7],
      ],
      [1, 7],
      { transpose_a: { b: true } },
    )?.flops,
  ).toBe(2 * 20 * 7)
})

it('adds bias and activation of fused products', () => {
  const attributes: Attributes = { fused_ops: { list: { s: ['BiasAdd', 'Relu'] } } }
  expect(cost('_FusedMatMul', [[1, 20], [20, 7], [7]], [1, 7], attributes)?.flops).toBe(2 * 20 * 7 + 2 * 7)
})

it('counts windows of pools, elements, and nothing for moves', () => {
  expect(cost('MaxPool', [[1, 4, 4, 2]], [1, 2, 2, 2], { ksize: { list: { i: [1, 2, 2, 1] } } })?.flops).toBe(32)
  expect(cost('Mean', [[1, 4, 4, 2], [2]], [1, 2])?.flops).toBe(32)
  expect(cost('Reshape', [null, [2]], null)).toEqual({ flops: 0, exact: true })
  expect(cost('Softmax', [[1, 10]], [1, 10])).toEqual({ flops: 50, exact: false })
})

it('is unknown where a size or the op is', () => {
  expect(cost('Relu', [null], null)).toBeNull()
  expect(cost('MatMul', [null, [20, 7]], [1, 7])).toBeNull()
  expect(cost('While', [[1]], [1])).toBeNull()
})
