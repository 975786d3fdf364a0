import { describe, it } from 'vitest'
import { float, graphOf, lazy, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { matrixProducts } from './matrix-products.ts'

describe('matrix products', () => {
  it('transpose constant weights once', () =>
    rewrites(
      matrixProducts,
      graphOf([null, 3], (b, x) =>
        b.op('MatMul', [x, b.constant(lazy(weights([4, 3])))], { ...float, transpose_b: { b: true } }),
      ),
      ['MatMul'],
    ))

  it('take a batch of rows as one matrix', async () => {
    for (const shape of [
      [null, 5, 3],
      [2, 5, 4, 3],
    ])
      await rewrites(
        matrixProducts,
        graphOf(shape, (b, x) => b.op('BatchMatMulV2', [x, b.constant(weights([3, 4]))], float)),
        ['Reshape', 'MatMul', 'Reshape'],
      )
    await rewrites(
      matrixProducts,
      graphOf([null, 5, 3], (b, x) =>
        b.op('BatchMatMulV2', [x, b.constant(weights([4, 3]))], { ...float, adj_y: { b: true } }),
      ),
      ['Reshape', 'MatMul', 'Reshape'],
    )
  })

  it('leave alone two free sizes, shared weights and products of two variables', () => {
    leaves(
      matrixProducts,
      graphOf([null, null, 3], (b, x) => b.op('BatchMatMulV2', [x, b.constant(weights([3, 4]))], float)),
    )
    leaves(
      matrixProducts,
      graphOf([2, 5, 3], (b, x) => b.op('BatchMatMulV2', [x, x], { ...float, adj_y: { b: true } })),
    )
    leaves(
      matrixProducts,
      graphOf([2, 3], (b, x) => {
        const kernel = b.constant(weights([4, 3]))
        const attributes = { ...float, transpose_b: { b: true } }
        return [b.op('MatMul', [x, kernel], attributes), b.op('Relu', [b.op('MatMul', [x, kernel], attributes)], float)]
      }),
    )
  })
})
