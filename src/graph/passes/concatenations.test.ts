import { describe, it } from 'vitest'
import type { GraphBuilder } from '../builder.ts'
import type { Value } from '../graph.ts'
import { concatenations } from './concatenations.ts'
import { float, graphOf } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'

const concat = (b: GraphBuilder, parts: readonly Value[], axis: number) =>
  b.op('ConcatV2', [...parts, b.int(axis)], { ...float, N: { i: parts.length } })

function splitAndJoined(order: readonly number[], axis: number) {
  return graphOf([null, 6], (b, x) => {
    const parts = b.ops('Split', [b.int(1), b.op('Relu', [x], float)], { ...float, num_split: { i: 3 } })
    return concat(
      b,
      order.map((i) => parts[i] as Value),
      axis,
    )
  })
}

describe('concatenations', () => {
  it('undo a split', async () => {
    await rewrites(concatenations, splitAndJoined([0, 1, 2], -1), ['Relu'])
    leaves(concatenations, splitAndJoined([0, 2, 1], -1))
    leaves(concatenations, splitAndJoined([0, 1], 1))
    leaves(concatenations, splitAndJoined([0, 1, 2], 0))
  })

  it('of concatenations merge', async () => {
    await rewrites(
      concatenations,
      graphOf([null, 6], (b, x) => concat(b, [x, concat(b, [x, x], 1), x], -1)),
      ['ConcatV2'],
    )
    leaves(
      concatenations,
      graphOf([null, 6], (b, x) => concat(b, [x, concat(b, [x, x], 0)], 1)),
    )
  })
})
