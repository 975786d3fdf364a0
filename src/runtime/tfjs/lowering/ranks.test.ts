import { expect, test } from 'vitest'
import type { Shape } from '../../../base/tensor.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Graph, Value } from '../../../graph/graph.ts'
import { graphOf, weights } from '../../../graph/passes/fixtures/build.ts'
import { difference, operations } from '../../../graph/passes/fixtures/run.ts'
import { lower } from './index.ts'

const rewritten = async (graph: Graph) => (await lower(graph, { optimise: false })).graph

async function becomes(graph: Graph, left: readonly string[]) {
  const other = await rewritten(graph)
  expect(operations(other)).toEqual(left)
  expect(await difference(graph, other)).toBe(0)
}

const padded = (shape: Shape, amounts: readonly number[]) =>
  graphOf(shape, (b, x) => b.op('PadV2', [x, b.constant(int32(amounts, [shape.length, 2])), b.scalar(0.5)]))

test('padding beyond rank 4 merges the axes after a padded one', async () => {
  await becomes(padded([null, 3, 4, 2, 3], [0, 0, 1, 2, 0, 1, 2, 0, 0, 0]), ['Reshape', 'PadV2', 'Reshape'])
  await becomes(padded([2, 3, 4, 2, 3], [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]), ['Reshape', 'PadV2', 'Reshape'])
})

test('padding of four axes stays, and that of all five is split', async () => {
  await becomes(padded([null, 3, 4, 2], [0, 0, 1, 2, 0, 1, 2, 0]), ['PadV2'])
  const all = padded([2, 3, 4, 2, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(await difference(all, await rewritten(all))).toBe(0)
})

test('adjacent axes are reversed together', async () => {
  const reversed = graphOf([2, 3, 2, 2, 2], (b, x) => b.op('ReverseV2', [x, b.ints([0, 1, -3])]))
  await becomes(reversed, ['Reshape', 'ReverseV2', 'Reshape'])
  const two = graphOf([null, 3, 2, 2, 2], (b, x) => b.op('ReverseV2', [x, b.ints([1, 4])]))
  await becomes(two, ['Reshape', 'ReverseV2', 'Reshape'])
})

const chosen = (other: (b: GraphBuilder) => Value) =>
  graphOf([null, 2, 3, 2, 2], (b, x) => b.op('SelectV2', [b.op('Greater', [x, b.scalar(0)]), x, other(b)]))

test('a selection merges axes along which its operands are alike', async () => {
  await becomes(
    chosen((b) => b.scalar(-1)),
    ['Greater', 'Reshape', 'Reshape', 'SelectV2', 'Reshape'],
  )
  const broadcast = chosen((b) => b.constant(weights([2])))
  await becomes(broadcast, ['Greater', 'Reshape', 'Reshape', 'Reshape', 'SelectV2', 'Reshape'])
})

test('a vector is reshaped to rank 5 before it is added to a rank-5 tensor', async () => {
  const graph = graphOf([null, 2, 3, 2, 2], (b, x) => {
    const vector = b.op('Neg', [b.constant(weights([2]))])
    const biased = b.op('BiasAdd', [b.op('Mul', [vector, x]), b.constant(weights([2], 3))])
    return b.op('Sub', [biased, b.scalar(2)])
  })
  await becomes(graph, ['Neg', 'Reshape', 'Mul', 'AddV2', 'Sub'])
  const { graph: lean } = await lower(graph, { optimise: true })
  const ranksOf = [...lean.nodes.values()].flatMap(({ constant }) => constant?.shape.length ?? [])
  expect(ranksOf).not.toContain(1)
  expect(await difference(graph, lean)).toBeLessThan(1e-6)
})

test('reductions, running sums and slices with strides beyond rank 4 merge axes', async () => {
  const mean = graphOf([2, 3, 1, 2, 2], (b, x) => b.op('Mean', [x, b.ints([0, -1])], { keep_dims: { b: true } }))
  await becomes(mean, ['Reshape', 'Mean', 'Reshape'])
  const sum = graphOf([null, 2, 3, 2, 2], (b, x) => b.op('Cumsum', [x, b.int(2)]))
  await becomes(sum, ['Reshape', 'Cumsum', 'Reshape'])
  const strides = graphOf([2, 5, 4, 3, 2], (b, x) =>
    b.op('StridedSlice', [x, b.ints([0, 1, 0]), b.ints([2, 5, -1]), b.ints([1, 2, 3])]),
  )
  expect(await difference(strides, await rewritten(strides))).toBe(0)
})

test('a reversal along no axes is left out', async () => {
  await becomes(
    graphOf([3, 4, 1, 4, 5], (b, x) => b.op('ReverseV2', [x, b.constant(int32([], [0]))])),
    ['Identity'],
  )
})
