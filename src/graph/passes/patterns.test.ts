import { describe, expect, it } from 'vitest'
import { lower } from '../../runtime/tfjs/lowering/index.ts'
import type { GraphBuilder } from '../builder.ts'
import type { Attributes, Value } from '../graph.ts'
import { activations } from './activations.ts'
import { affineFolding } from './affine-folding.ts'
import { float, graphOf, positive, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { difference, operations } from './fixtures/run.ts'
import { normalisation } from './normalisation.ts'

const op = (b: GraphBuilder, name: string, ...inputs: readonly Value[]) => b.op(name, inputs, float)
const row = (build: (b: GraphBuilder, x: Value) => Value | readonly Value[]) => graphOf([null, 5, 6], build)

describe('tanh GELU', () => {
  const cubic = (b: GraphBuilder, x: Value, cube: Value) =>
    op(b, 'Mul', b.scalar(0.7978845608), op(b, 'AddV2', x, op(b, 'Mul', b.scalar(0.044715), cube)))
  const wanted = ['Square', 'Mul', 'AddV2', 'Mul', 'Sigmoid', 'Mul']

  it('becomes a sigmoid GELU, in the forms of TensorFlow and of Keras', async () => {
    const tensorflow = row((b, x) => {
      const tanh = op(b, 'Tanh', cubic(b, x, op(b, 'Pow', x, b.scalar(3))))
      return op(b, 'Mul', op(b, 'Mul', b.scalar(0.5), x), op(b, 'AddV2', b.scalar(1), tanh))
    })
    await rewrites(activations, tensorflow, wanted)
    const whole = row((b, x) => {
      const tanh = op(b, 'Tanh', cubic(b, x, op(b, 'Mul', op(b, 'Mul', x, x), x)))
      return op(b, 'Mul', x, op(b, 'Mul', op(b, 'AddV2', tanh, b.scalar(1)), b.scalar(0.5)))
    })
    await rewrites(activations, whole, wanted)
  })

  it('without the cubic: any tanh gate', async () => {
    const gate = row((b, x) =>
      op(b, 'Mul', op(b, 'Mul', x, b.scalar(0.5)), op(b, 'AddV2', op(b, 'Tanh', op(b, 'Square', x)), b.scalar(1))),
    )
    await rewrites(activations, gate, ['Square', 'Mul', 'Sigmoid', 'Mul'])
  })

  it('stays if its parts are shared or different', () => {
    const shared = (b: GraphBuilder, x: Value) => {
      const sum = op(b, 'AddV2', op(b, 'Tanh', x), b.scalar(1))
      return [op(b, 'Mul', op(b, 'Mul', x, b.scalar(0.5)), sum), sum]
    }
    leaves(activations, row(shared))
    leaves(
      activations,
      row((b, x) => op(b, 'Mul', op(b, 'Mul', x, b.scalar(0.4)), op(b, 'AddV2', op(b, 'Tanh', x), b.scalar(1)))),
    )
  })
})

describe('layer normalisation', () => {
  const keep: Attributes = { ...float, keep_dims: { b: true } }
  const layer = (
    b: GraphBuilder,
    x: Value,
    more: (parts: { mean: Value; inverse: Value }) => readonly Value[] = () => [],
  ) => {
    const mean = b.op('Mean', [x, b.ints([-1])], keep)
    const variance = b.op('Mean', [op(b, 'SquaredDifference', x, mean), b.ints([-1])], keep)
    const root = op(b, 'Rsqrt', op(b, 'AddV2', variance, b.scalar(1e-3)))
    const inverse = op(b, 'Mul', root, b.constant(positive([6])))
    const shift = op(b, 'Sub', b.constant(weights([6])), op(b, 'Mul', mean, inverse))
    return [op(b, 'AddV2', op(b, 'Mul', x, inverse), shift), ...more({ mean, inverse })] as const
  }

  it('subtracts the mean once', async () => {
    const plain = row((b, x) => layer(b, x))
    const left = ['Mean', 'Sub', 'Square', 'Mean', 'AddV2', 'Rsqrt', 'Mul', 'Mul', 'AddV2']
    await rewrites(normalisation, plain, left)
  })

  it('folds its scale and offset into the weights of the next layer', async () => {
    const graph = row((b, x) => {
      const rows = op(b, 'Reshape', layer(b, x)[0], b.ints([-1, 6]))
      return op(b, 'MatMul', rows, b.constant(weights([6, 4])))
    })
    const { graph: lean } = await lower(graph, { optimise: true })
    expect(operations(lean).slice(-4)).toEqual(['Rsqrt', 'Mul', 'Reshape', '_FusedMatMul'])
    expect(operations(lean)).toHaveLength(9)
    expect(await difference(graph, lean)).toBeLessThan(2e-6)
  })

  it('stays if another node reads the factor', () => {
    leaves(
      normalisation,
      row((b, x) => layer(b, x, ({ inverse }) => [inverse])),
    )
  })
})

describe('a scale and an offset before a Flatten', () => {
  it('fold into the weights after it', async () => {
    const graph = graphOf([null, 3, 4, 2], (b, x) => {
      const moved = op(b, 'AddV2', op(b, 'Mul', x, b.constant(weights([2]))), b.constant(weights([2], 5)))
      return op(b, 'MatMul', op(b, 'Reshape', moved, b.ints([-1, 24])), b.constant(weights([24, 3])))
    })
    await rewrites(affineFolding, graph, ['Reshape', 'MatMul', 'AddV2'])
  })
})
