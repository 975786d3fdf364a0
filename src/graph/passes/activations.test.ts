import { describe, it } from 'vitest'
import type { GraphBuilder } from '../builder.ts'
import type { Value } from '../graph.ts'
import { activations } from './activations.ts'
import { float, graphOf, positive, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'

const of = (build: (b: GraphBuilder, x: Value) => Value | readonly Value[]) => graphOf([null, 5, 4, 3], build)
const op = (b: GraphBuilder, name: string, ...inputs: readonly Value[]) => b.op(name, inputs, float)

describe('activations', () => {
  it('use the clipping kernels', async () => {
    await rewrites(
      activations,
      of((b, x) => op(b, 'Maximum', b.scalar(0), x)),
      ['Relu'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Minimum', op(b, 'Relu', x), b.scalar(6))),
      ['Relu6'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'ClipByValue', x, b.scalar(0), b.scalar(6))),
      ['Relu6'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Maximum', op(b, 'Minimum', x, b.scalar(1)), b.scalar(-1))),
      ['ClipByValue'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Minimum', op(b, 'Relu6', x), b.scalar(1.5))),
      ['ClipByValue'],
    )
  })

  it('recognise a leaky Relu', async () => {
    await rewrites(
      activations,
      of((b, x) => op(b, 'Maximum', x, op(b, 'Mul', b.scalar(0.3), x))),
      ['Prelu'],
    )
    await rewrites(
      activations,
      of((b, x) => b.op('LeakyRelu', [x], { ...float, alpha: { f: 0.1 } })),
      ['Prelu'],
    )
  })

  it('recognise a decomposed PReLU', async () => {
    const keras = (shape: readonly number[]) =>
      of((b, x) => {
        const negative = op(b, 'Mul', b.constant(weights(shape)), op(b, 'Relu', op(b, 'Neg', x)))
        return op(b, 'AddV2', op(b, 'Relu', x), negative)
      })
    await rewrites(activations, keras([3]), ['Prelu'])
    await rewrites(activations, keras([1, 1, 3]), ['Prelu'])
    await rewrites(activations, keras([5, 4, 3]), ['Prelu'])
    leaves(activations, keras([5, 1, 3]))
    const difference = (b: GraphBuilder, x: Value) =>
      op(b, 'Mul', op(b, 'Sub', x, op(b, 'Abs', x)), b.constant(weights([3])))
    await rewrites(
      activations,
      of((b, x) => op(b, 'AddV2', op(b, 'Relu', x), difference(b, x))),
      ['Prelu'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'AddV2', difference(b, x), x)),
      ['Prelu'],
    )
    await rewrites(
      activations,
      of((b, x) => {
        const y = op(b, 'Relu6', x)
        return op(b, 'AddV2', y, difference(b, y))
      }),
      ['Relu6'],
    )
  })

  it('expand powers', async () => {
    await rewrites(
      activations,
      of((b, x) => op(b, 'Pow', x, b.scalar(2))),
      ['Square'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Pow', x, b.scalar(3))),
      ['Square', 'Mul'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Pow', op(b, 'Exp', x), b.scalar(0.5))),
      ['Exp', 'Sqrt'],
    )
    await rewrites(
      activations,
      of((b, x) => op(b, 'Pow', op(b, 'Exp', x), b.scalar(-0.5))),
      ['Exp', 'Rsqrt'],
    )
  })

  it('leave shared and non-matching nodes alone', () => {
    leaves(
      activations,
      of((b, x) => {
        const y = op(b, 'Minimum', x, b.scalar(1))
        return [op(b, 'Maximum', y, b.scalar(-1)), y]
      }),
    )
    leaves(
      activations,
      of((b, x) => op(b, 'Maximum', x, b.constant(positive([3])))),
    )
    leaves(
      activations,
      of((b, x) => op(b, 'Maximum', x, op(b, 'Mul', b.scalar(3), x))),
    )
    leaves(
      activations,
      of((b, x) => op(b, 'Pow', x, b.scalar(4))),
    )
    leaves(
      activations,
      graphOf([null, null], (b, x) => b.op('LeakyRelu', [x], { ...float, alpha: { f: 0.1 } })),
    )
  })
})
