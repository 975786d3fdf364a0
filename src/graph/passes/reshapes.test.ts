import { describe, it } from 'vitest'
import { float, graphOf, strided, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { reshapes } from './reshapes.ts'

describe('reshapes', () => {
  it('merge, or cancel', async () => {
    await rewrites(
      reshapes,
      graphOf([null, 4, 3], (b, x) => b.reshape(b.op('ExpandDims', [x, b.int(1)], float), [b.shape(x)[0] ?? 1, 12])),
      ['Reshape'],
    )
    await rewrites(
      reshapes,
      graphOf([null, 4, 3], (b, x) => {
        const there = b.op('ExpandDims', [b.op('Relu', [x], float), b.int(1)], float)
        return b.op('Squeeze', [there], { ...float, squeeze_dims: { list: { i: [1] } } })
      }),
      ['Relu'],
    )
  })

  it('move behind the bias and activation of a convolution over one axis', () =>
    rewrites(
      reshapes,
      graphOf([null, 8, 3], (b, x) => {
        const row = b.op('ExpandDims', [x, b.int(1)], float)
        const y = b.op('Conv2D', [row, b.constant(weights([1, 3, 3, 4]))], strided())
        const squeezed = b.op('Squeeze', [y], { ...float, squeeze_dims: { list: { i: [1] } } })
        const biased = b.op('AddV2', [squeezed, b.constant(weights([1, 4]))], float)
        return b.op('Relu', [biased], float)
      }),
      ['ExpandDims', 'Conv2D', 'AddV2', 'Relu', 'Reshape'],
    ))

  it('that split off heads move behind the bias of attention', () =>
    rewrites(
      reshapes,
      graphOf([2, 5], (b, x) => {
        const product = b.op('MatMul', [x, b.constant(weights([5, 12]))], float)
        const heads = b.reshape(product, [1, 2, 3, 4])
        return b.op('AddV2', [heads, b.constant(weights([1, 3, 4]))], float)
      }),
      ['MatMul', 'AddV2', 'Reshape'],
    ))

  it('stay if the channels change, if others read them, or if nothing can be fused', () => {
    const reluOf = (target: readonly number[], also: boolean) =>
      graphOf([2, 3], (b, x) => {
        const product = b.op('MatMul', [x, b.constant(weights([3, 4]))], float)
        const reshaped = b.reshape(product, target)
        const y = b.op('Relu', [reshaped], float)
        return also ? [y, reshaped] : y
      })
    leaves(reshapes, reluOf([4, 2], false))
    leaves(reshapes, reluOf([1, 2, 4], true))
    leaves(
      reshapes,
      graphOf([2, 3], (b, x) => b.op('Relu', [b.reshape(x, [1, 2, 3])], float)),
    )
  })
})
