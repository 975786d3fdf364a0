import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { readsNumbers } from '../kernels.ts'
import { planGraph } from './load.ts'

/** The ops that read back sizes, for a `Fill` of a size that `size` computes of a float vector and an int vector. */
async function reading(size: (b: GraphBuilder, floats: Value, ints: Value) => Value): Promise<readonly string[]> {
  const b = new GraphBuilder()
  const floats = b.input('floats', 'float32', [null])
  const ints = b.input('ints', 'int32', [3])
  const dims = b.op('Reshape', [size(b, floats, ints), b.ints([1])])
  b.output('out', b.op('Fill', [dims, b.scalar(1)]))
  const { operations } = await planGraph(b.build())
  return [...operations.keys()].filter((op) => op === readsNumbers(op.split(' ')[0] ?? ''))
}

it('finds sizes that a GPU computes, also past ops that run wherever their inputs are', async () => {
  const fill = [readsNumbers('Fill')]
  expect(await reading((b, _, ints) => b.op('Sum', [ints, b.int(0)]))).toEqual(fill)
  expect(await reading((b, floats) => b.op('ArgMax', [floats, b.int(0)]))).toEqual(fill)
  const counted = (b: GraphBuilder, floats: Value) => b.op('Mean', [floats, b.ints([0])])
  expect(await reading((b, floats) => b.op('AddV2', [b.cast(counted(b, floats), 'int32'), b.int(1)]))).toEqual(fill)
})

it('finds none in what is known on the processor: shapes, inputs, and small arithmetic on them', async () => {
  expect(await reading((b) => b.int(4))).toEqual([])
  expect(await reading((b, floats) => b.op('Shape', [floats]))).toEqual([])
  expect(await reading((b, floats) => b.op('AddV2', [b.op('Size', [floats]), b.int(1)]))).toEqual([])
  expect(await reading((b, _, ints) => b.op('Max', [ints, b.int(0)]))).toEqual([])
})
