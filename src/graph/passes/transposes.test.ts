import { describe, it } from 'vitest'
import { float, graphOf } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { transposes } from './transposes.ts'

describe('transposes', () => {
  it('cancel or merge', async () => {
    await rewrites(
      transposes,
      graphOf([null, 5, 4, 3], (b, x) =>
        b.transpose(b.transpose(b.op('Relu', [x], float), [0, 3, 1, 2]), [0, 2, 3, 1]),
      ),
      ['Relu'],
    )
    await rewrites(
      transposes,
      graphOf([null, 5, 4, 3], (b, x) => b.transpose(b.transpose(x, [0, 3, 1, 2]), [0, 3, 1, 2])),
      ['Transpose'],
    )
  })

  it('of axes of length 1 become reshapes', () =>
    rewrites(
      transposes,
      graphOf([null, 1, 4, 1], (b, x) => b.transpose(x, [0, 2, 3, 1])),
      ['Reshape'],
    ))

  it('stay otherwise', () =>
    leaves(
      transposes,
      graphOf([null, 2, 4], (b, x) => b.transpose(x, [0, 2, 1])),
    ))
})
