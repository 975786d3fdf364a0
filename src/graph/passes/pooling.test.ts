import { describe, it } from 'vitest'
import { float, graphOf } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { pooling } from './pooling.ts'

function reduced(
  op: string,
  axes: readonly number[],
  keep: boolean,
  shape: readonly (number | null)[] = [null, 5, 4, 3],
) {
  return graphOf(shape, (b, x) => b.op(op, [x, b.ints(axes)], { ...float, keep_dims: { b: keep } }))
}

describe('pooling', () => {
  it('replaces means and maxima over an image', async () => {
    await rewrites(pooling, reduced('Mean', [1, 2], true), ['AvgPool'])
    await rewrites(pooling, reduced('Mean', [-2, 1], false), ['AvgPool', 'Reshape'])
    await rewrites(pooling, reduced('Max', [1, 2], true), ['MaxPool'])
    await rewrites(pooling, reduced('Max', [2, 1], false), ['MaxPool', 'Reshape'])
  })

  it('leaves other axes, free sizes and other ranks alone', () => {
    leaves(pooling, reduced('Mean', [1], true))
    leaves(pooling, reduced('Mean', [2, 3], true))
    leaves(pooling, reduced('Sum', [1, 2], true))
    leaves(pooling, reduced('Mean', [1, 2], true, [null, null, 4, 3]))
    leaves(pooling, reduced('Mean', [1, 2], true, [null, 5, 4]))
    leaves(pooling, reduced('Mean', [1, 2], true, [null, 500, 400, 3]))
  })
})
