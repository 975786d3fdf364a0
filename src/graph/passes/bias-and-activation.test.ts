import { describe, expect, it } from 'vitest'
import type { GraphBuilder } from '../builder.ts'
import type { Value } from '../graph.ts'
import { biasAndActivation } from './bias-and-activation.ts'
import { float, graphOf, lazy, strided, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'

const picture = [null, 6, 6, 3]
const conv = (b: GraphBuilder, x: Value, more = {}) =>
  b.op('Conv2D', [x, b.constant(lazy(weights([3, 3, 3, 4])))], strided(1, 'SAME', more))
const bias = (b: GraphBuilder, x: Value, shape = [4]) => b.op('AddV2', [x, b.constant(weights(shape))], float)

describe('bias and activation', () => {
  it.each(['Relu', 'Relu6', 'Elu', 'Sigmoid'])('become part of a convolution: %s', async (op) => {
    const graph = graphOf(picture, (b, x) => b.op(op, [bias(b, conv(b, x))], float, 'last'))
    const fused = await rewrites(biasAndActivation, graph, ['_FusedConv2D'])
    expect(fused.nodes.get('last')?.attributes.fused_ops).toEqual({ list: { s: ['BiasAdd', op] } })
  })

  it('become part of a depthwise convolution and of MatMul', async () => {
    const depthwise = graphOf(picture, (b, x) => {
      const kernel = b.constant(weights([3, 3, 3, 2]))
      return b.op('Relu', [bias(b, b.op('DepthwiseConv2dNative', [x, kernel], strided()), [1, 1, 1, 6])], float)
    })
    await rewrites(biasAndActivation, depthwise, ['FusedDepthwiseConv2dNative'])
    const matMul = graphOf([null, 3], (b, x) => {
      const product = b.op('MatMul', [x, b.constant(weights([4, 3]))], { ...float, transpose_b: { b: true } })
      return b.op('Relu', [b.op('BiasAdd', [product, b.constant(weights([4]))], float)], float)
    })
    await rewrites(biasAndActivation, matMul, ['_FusedMatMul'])
  })

  it('are fused separately', async () => {
    await rewrites(
      biasAndActivation,
      graphOf(picture, (b, x) => bias(b, conv(b, x))),
      ['_FusedConv2D'],
    )
    await rewrites(
      biasAndActivation,
      graphOf(picture, (b, x) => bias(b, conv(b, x), [])),
      ['_FusedConv2D'],
    )
    await rewrites(
      biasAndActivation,
      graphOf(picture, (b, x) => b.op('Elu', [conv(b, x)], float)),
      ['_FusedConv2D'],
    )
  })

  it('may be a Prelu with a slope per channel', async () => {
    const prelu = (shape: readonly number[]) =>
      graphOf(picture, (b, x) => b.op('Prelu', [bias(b, conv(b, x)), b.constant(weights(shape))], float))
    await rewrites(biasAndActivation, prelu([4]), ['_FusedConv2D'])
    await rewrites(biasAndActivation, prelu([1, 1, 4]), ['_FusedConv2D'])
    await rewrites(biasAndActivation, prelu([6, 6, 4]), ['_FusedConv2D', 'Prelu'])
  })

  it('stay if other nodes read their input', async () => {
    const twice = graphOf(picture, (b, x) => {
      const y = bias(b, conv(b, x))
      return [b.op('Relu', [y], float), b.op('Sigmoid', [y], float)]
    })
    await rewrites(biasAndActivation, twice, ['_FusedConv2D', 'Relu', 'Sigmoid'])
    leaves(
      biasAndActivation,
      graphOf(picture, (b, x) => {
        const y = conv(b, x)
        return [y, b.op('Relu', [y], float)]
      }),
    )
  })

  it('stay with channels first, with an unsupported activation, or after an activation', () => {
    leaves(
      biasAndActivation,
      graphOf([null, 3, 6, 4], (b, x) => b.op('Relu', [conv(b, x, { data_format: { s: 'NCHW' } })], float)),
    )
    leaves(
      biasAndActivation,
      graphOf(picture, (b, x) => b.op('Tanh', [conv(b, x)], float)),
    )
    const done = { fused_ops: { list: { s: ['BiasAdd', 'Relu'] } }, num_args: { i: 1 } }
    leaves(
      biasAndActivation,
      graphOf(picture, (b, x) => {
        const inputs = [x, b.constant(weights([3, 3, 3, 4])), b.constant(weights([4]))]
        return b.op('Sigmoid', [bias(b, b.op('_FusedConv2D', inputs, strided(1, 'SAME', done)))], float)
      }),
    )
  })

  it('stay if the bias is not one number per channel', () =>
    leaves(
      biasAndActivation,
      graphOf(picture, (b, x) => bias(b, conv(b, x), [6, 6, 4])),
    ))
})
