import { describe, expect, it } from 'vitest'
import type { GraphBuilder } from '../builder.ts'
import { float32 } from '../constant.ts'
import type { Graph, Value } from '../graph.ts'
import { affineFolding } from './affine-folding.ts'
import { float, graphOf, lazy, positive, strided, weights } from './fixtures/build.ts'
import { leaves as leavesAlone, rewrites } from './fixtures/check.ts'
import { operations } from './fixtures/run.ts'

const picture = [null, 6, 6, 3]

function conv(b: GraphBuilder, x: Value, padding = 'SAME', kernel = weights([3, 3, 3, 4])): Value {
  return b.op('Conv2D', [x, b.constant(lazy(kernel))], strided(1, padding))
}

function times(b: GraphBuilder, x: Value, channels: number, seed = 11): Value {
  return b.op('Mul', [x, b.constant(weights([channels], seed))], float)
}

function plus(b: GraphBuilder, x: Value, channels: number, seed = 12): Value {
  return b.op('AddV2', [x, b.constant(weights([channels], seed))], float)
}

function batchNorm(b: GraphBuilder, x: Value, channels: number, training = false, format = 'NHWC'): Value {
  const parameters = [positive([channels]), weights([channels], 4), weights([channels], 5), positive([channels], 6)]
  const inputs = [x, ...parameters.map((parameter) => b.constant(parameter))]
  const attributes = { ...float, is_training: { b: training }, epsilon: { f: 1e-3 }, data_format: { s: format } }
  return b.op('FusedBatchNormV3', inputs, attributes)
}

const folds = (graph: Graph, left: readonly string[]) => rewrites(affineFolding, graph, left)

const leaves = (graph: Graph) => leavesAlone(affineFolding, graph)

describe('affine folding after an operation', () => {
  it('folds a decomposed batch normalisation into a convolution', () =>
    folds(
      graphOf(picture, (b, x) => plus(b, times(b, conv(b, x), 4), 4)),
      ['Conv2D', 'AddV2'],
    ))

  it('folds a bias and a fused batch normalisation', () =>
    folds(
      graphOf(picture, (b, x) => batchNorm(b, plus(b, conv(b, x), 4), 4)),
      ['Conv2D', 'AddV2'],
    ))

  it('folds subtraction and division, and constants of any rank', () =>
    folds(
      graphOf(picture, (b, x) => {
        const less = b.op('Sub', [conv(b, x), b.constant(weights([1, 1, 1, 4]))], float)
        const over = b.op('RealDiv', [less, b.constant(positive([4]))], float)
        return b.op('Sub', [b.scalar(2), over], float)
      }),
      ['Conv2D', 'AddV2'],
    ))

  it('handles the channel multiplier of a depthwise convolution', () =>
    folds(
      graphOf(picture, (b, x) => {
        const kernel = b.constant(lazy(weights([3, 3, 3, 2])))
        return times(b, b.op('DepthwiseConv2dNative', [x, kernel], strided()), 6)
      }),
      ['DepthwiseConv2dNative'],
    ))

  it('handles the kernel of a transposed convolution', () =>
    folds(
      graphOf([2, 3, 3, 3], (b, x) => {
        const kernel = b.constant(lazy(weights([3, 3, 5, 3])))
        return times(b, b.op('Conv2DBackpropInput', [b.ints([2, 6, 6, 5]), kernel, x], strided(2)), 5)
      }),
      ['Conv2DBackpropInput'],
    ))

  it('folds into MatMul', () =>
    folds(
      graphOf([null, 3], (b, x) => plus(b, times(b, b.op('MatMul', [x, b.constant(weights([3, 4]))], float), 4), 4)),
      ['MatMul', 'AddV2'],
    ))

  it('folds into a fused node, past its activation with positive factors only', async () => {
    const fused = (activation: string, factor: (b: GraphBuilder, x: Value) => Value) =>
      graphOf(picture, (b, x) => {
        const inputs = [x, b.constant(weights([3, 3, 3, 4])), b.constant(weights([4]))]
        const parts = activation === '' ? ['BiasAdd'] : ['BiasAdd', activation]
        const more = { fused_ops: { list: { s: parts } }, num_args: { i: 1 } }
        return factor(b, b.op('_FusedConv2D', inputs, strided(1, 'SAME', more)))
      })
    const byPositive = (b: GraphBuilder, x: Value) => b.op('Mul', [x, b.constant(positive([4]))], float)
    await folds(
      fused('', (b, x) => plus(b, times(b, x, 4), 4)),
      ['_FusedConv2D'],
    )
    await folds(fused('Relu', byPositive), ['_FusedConv2D'])
    leaves(fused('Relu', (b, x) => b.op('Mul', [x, b.constant(float32([1, 2, -3, 4]))], float)))
    leaves(fused('Relu6', byPositive))
    leaves(fused('Sigmoid', byPositive))
  })
})

describe('affine folding before an operation', () => {
  it('folds factor and offset without padding', async () => {
    const prepared = (b: GraphBuilder, x: Value) => plus(b, times(b, x, 3), 3)
    await folds(
      graphOf(picture, (b, x) => conv(b, prepared(b, x), 'VALID')),
      ['Conv2D', 'AddV2'],
    )
    await folds(
      graphOf(picture, (b, x) => conv(b, prepared(b, x), 'SAME', weights([1, 1, 3, 4]))),
      ['Conv2D', 'AddV2'],
    )
    await folds(
      graphOf([null, 3], (b, x) => b.op('MatMul', [prepared(b, x), b.constant(lazy(weights([3, 4])))], float)),
      ['MatMul', 'AddV2'],
    )
  })

  it('folds only the factor with zero padding', async () => {
    await folds(
      graphOf(picture, (b, x) => conv(b, times(b, x, 3))),
      ['Conv2D'],
    )
    await folds(
      graphOf(picture, (b, x) => conv(b, plus(b, times(b, x, 3), 3))),
      ['AddV2', 'Conv2D'],
    )
    leaves(graphOf(picture, (b, x) => conv(b, plus(b, x, 3))))
  })

  it('folds a positive factor past Relu', async () => {
    const normalised = (sign: number) =>
      graphOf(picture, (b, x) => {
        const factor = float32([sign, 2, 3])
        const scaled = b.op('Mul', [x, b.constant(factor)], float)
        return conv(b, b.op('Relu', [plus(b, scaled, 3)], float))
      })
    await folds(normalised(0.5), ['AddV2', 'Relu', 'Conv2D'])
    leaves(normalised(-0.5))
  })

  it('folds the constant factor of a gate', () =>
    folds(
      graphOf(picture, (b, x) => {
        const gate = b.op('Mul', [b.op('Relu6', [x], float), b.scalar(1 / 6)], float)
        return conv(b, b.op('Mul', [x, gate], float))
      }),
      ['Relu6', 'Mul', 'Conv2D'],
    ))
})

describe('affine folding of arithmetic alone', () => {
  it('merges consecutive operations', () =>
    folds(
      graphOf([null, 4], (b, x) => plus(b, times(b, plus(b, times(b, x, 4), 4, 21), 4, 22), 4)),
      ['Mul', 'AddV2'],
    ))

  it('rewrites a batch normalisation as multiplication and addition', () =>
    folds(
      graphOf(picture, (b, x) => batchNorm(b, x, 3)),
      ['Mul', 'AddV2'],
    ))

  it('moves a constant past a sum into the convolution', () =>
    folds(
      graphOf(picture, (b, x) => plus(b, b.op('AddV2', [conv(b, x, 'SAME', weights([3, 3, 3, 3])), x], float), 3)),
      ['Conv2D', 'AddV2', 'AddV2'],
    ))

  it('keeps precision: does not merge a normalisation with a mean far from zero', () => {
    const normalise = (mean: number) =>
      graphOf([null, 4], (b, x) => {
        const less = b.op('Sub', [x, b.constant(float32([mean, 0, 0, 0]))], float)
        const over = b.op('RealDiv', [less, b.constant(float32([1, 1, 1, 2]))], float)
        return b.op('MatMul', [over, b.constant(weights([4, 4]))], float)
      })
    expect(operations(affineFolding.run(normalise(2000)).graph)).toContain('Sub')
    expect(operations(affineFolding.run(normalise(20)).graph)).toEqual(['MatMul', 'AddV2'])
  })
})

describe('affine folding leaves alone', () => {
  it('a convolution with other readers', () =>
    leaves(
      graphOf(picture, (b, x) => {
        const y = conv(b, x)
        return [times(b, y, 4), b.op('Relu', [y], float)]
      }),
    ))

  it('a convolution that is an output', () =>
    leaves(
      graphOf(picture, (b, x) => {
        const y = conv(b, x)
        return [y, times(b, y, 4)]
      }),
    ))

  it('a kernel that two convolutions share', () =>
    leaves(
      graphOf(picture, (b, x) => {
        const kernel = b.constant(weights([3, 3, 3, 4]))
        const [one, two] = [b.op('Conv2D', [x, kernel], strided()), b.op('Conv2D', [x, kernel], strided(2))]
        return [times(b, one, 4), two]
      }),
    ))

  it('channels first', () => {
    leaves(graphOf([null, 4, 6, 6], (b, x) => batchNorm(b, x, 4, false, 'NCHW')))
    leaves(
      graphOf([null, 3, 6, 4], (b, x) => {
        const kernel = b.constant(weights([3, 3, 3, 4]))
        return times(b, b.op('Conv2D', [x, kernel], strided(1, 'SAME', { data_format: { s: 'NCHW' } })), 4)
      }),
    )
  })

  it('batch normalisation in training', () => leaves(graphOf(picture, (b, x) => batchNorm(b, x, 3, true))))

  it('unknown channels', () => leaves(graphOf([null, 6, 6, null], (b, x) => conv(b, times(b, x, 3)))))

  it('a grouped convolution', () => leaves(graphOf([null, 6, 6, 6], (b, x) => conv(b, times(b, x, 6)))))

  it('a constant that differs along another axis, or makes its input larger', () => {
    leaves(graphOf(picture, (b, x) => b.op('Mul', [conv(b, x), b.constant(weights([6, 6, 4]))], float)))
    leaves(
      graphOf([null, 1], (b, x) =>
        b.op('Mul', [b.op('MatMul', [x, b.constant(weights([1, 1]))], float), b.constant(weights([4]))], float),
      ),
    )
  })

  it('integers', () =>
    leaves(
      graphOf([null, 3], (b, x) => {
        const whole = b.cast(x, 'int32')
        return b.cast(
          b.op('Mul', [b.op('Mul', [whole, b.ints([1, 2, 3])], { T: { type: 'int32' } }), b.ints([4, 5, 6])], {
            T: { type: 'int32' },
          }),
          'float32',
        )
      }),
    ))
})
