import { describe, expect, test } from 'vitest'
import { derived, float32, literal } from '../constant.ts'
import type { Value } from '../graph.ts'
import { commonSubexpressions } from './common-subexpressions.ts'
import { constantFolding } from './constant-folding.ts'
import { decompose } from './decompose.ts'
import { graphOf, lazy, weights } from './fixtures/build.ts'
import { leaves, rewrites } from './fixtures/check.ts'
import { operations } from './fixtures/run.ts'
import { identities } from './identities.ts'
import { optimise } from './index.ts'
import { shapeFolding } from './shape-folding.ts'

describe('constant folding', () => {
  test('folds ops whose inputs are all constants', async () => {
    const graph = graphOf([null, 3], (b, x) => {
      const scale = b.op('Rsqrt', [b.op('AddV2', [b.constant(float32([1, 4, 9])), b.scalar(0.5)])])
      return b.op('Mul', [x, scale])
    })
    const rewritten = await rewrites(constantFolding, graph, ['Mul'])
    const made = [...rewritten.nodes.values()].filter(({ op }) => op === 'Const')
    expect(made.map(({ name }) => name)).toEqual(['Rsqrt/folded'])
  })

  test('folds a constant expression that both a folded and a run-time op use', async () => {
    const graph = graphOf([null, 3], (b, x) => {
      const sum = b.op('AddV2', [b.constant(float32([1, 4, 9])), b.scalar(0.5)])
      return b.op('Mul', [b.op('Sub', [x, sum]), b.op('Rsqrt', [sum])])
    })
    await rewrites(constantFolding, graph, ['Sub', 'Mul'])
  })

  test('computes a large folded weight only when it is read', async () => {
    const kernel = lazy(weights([64, 80]))
    const graph = graphOf([null, 80], (b, x) => b.op('MatMul', [x, b.transpose(b.constant(kernel), [1, 0])]))
    const rewritten = await rewrites(constantFolding, graph, ['MatMul'])
    const made = [...rewritten.nodes.values()].find(({ name }) => name.includes('folded'))
    expect(made?.constant).toMatchObject({ shape: [80, 64], data: null })
  })

  test('does not fold an op whose result is much larger than its inputs', () => {
    const graph = graphOf([null, 300], (b, x) => b.op('AddV2', [x, b.op('Fill', [b.ints([300, 300]), b.scalar(1)])]))
    leaves(constantFolding, graph)
  })

  test.each([
    ['Tile', 255, 'Const'],
    ['Tile', 257, 'Tile'],
    ['BroadcastTo', 255, 'Const'],
    ['BroadcastTo', 257, 'BroadcastTo'],
  ])('folds only up to a size: %s of 256 elements by %i becomes %s', async (op, times, left) => {
    const graph = graphOf([null, 256], (b, x) => {
      const target = b.ints(op === 'Tile' ? [times, 1] : [times, 256])
      const rows = b.op(op, [b.constant(weights([1, 256])), target])
      return b.op('MatMul', [x, rows], { transpose_b: { b: true } })
    })
    const { graph: folded } = constantFolding.run(graph)
    const product = [...folded.nodes.values()].find((node) => node.op === 'MatMul')
    expect(folded.nodes.get(product?.inputs[1]?.slice(0, -2) ?? '')?.op).toBe(left)
  })

  test('feeds a folded model output through an Identity', () => {
    const graph = graphOf([2, 3], (b) => b.op('Neg', [b.constant(float32([1]))]))
    const { graph: folded } = constantFolding.run(graph)
    expect(folded.nodes.get(folded.outputs[0]?.value.slice(0, -2) ?? '')?.op).toBe('Identity')
    leaves(constantFolding, folded)
  })

  test('folds known sizes but not free batch sizes', () => {
    const graph = graphOf([null, 7], (b, x) => {
      const at = (i: number) =>
        b.op('StridedSlice', [b.op('Shape', [x]), b.ints([i]), b.ints([i + 1]), b.ints([1])], {
          shrink_axis_mask: { i: 1 },
        })
      return b.op('Fill', [b.op('Pack', [at(0), at(1)]), b.scalar(2)])
    })
    const { graph: folded } = constantFolding.run(graph)
    expect([...folded.nodes.values()].filter(({ op }) => op === 'StridedSlice')).toHaveLength(1)
  })
})

test('shape folding replaces a computed target shape with a constant if at most one size is free', async () => {
  const graph = graphOf([null, 4, 3], (b, x) => {
    const first = b.op('StridedSlice', [b.op('Shape', [x]), b.ints([0]), b.ints([1]), b.ints([1])], {
      shrink_axis_mask: { i: 1 },
    })
    return b.op('Reshape', [x, b.op('Pack', [first, b.int(12)])])
  })
  await rewrites(shapeFolding, graph, ['Reshape'])
  const two = graphOf([null, null, 3], (b, x) =>
    b.op('Reshape', [x, b.op('ConcatV2', [b.op('Shape', [x]), b.ints([1]), b.int(0)])]),
  )
  leaves(shapeFolding, two)
})

describe('no-ops', () => {
  test('are removed', async () => {
    const graph = graphOf([null, 4, 3], (b, x) => {
      const kept = b.op('Identity', [b.op('Reshape', [x, b.ints([-1, 4, 3])])])
      const scaled = b.op('AddV2', [b.op('Mul', [kept, b.scalar(1)]), b.scalar(0)])
      return b.op('Relu', [b.op('Transpose', [scaled, b.ints([0, 1, 2])])])
    })
    await rewrites(identities, graph, ['Relu'])
  })

  test('ops that change the shape or the values are kept', () => {
    leaves(
      identities,
      graphOf([null, 1], (b, x) => b.op('Mul', [x, b.constant(float32([1, 1, 1]))])),
    )
    leaves(
      identities,
      graphOf([null, 4], (b, x) => b.op('Reshape', [x, b.ints([-1, 2])])),
    )
    leaves(
      identities,
      graphOf([null, 4], (b, x) => b.op('Sub', [b.scalar(0), x])),
    )
  })

  test('an Identity from a model input to an output is kept', () => {
    leaves(
      identities,
      graphOf([null, 4], (b, x) => b.op('Identity', [x])),
    )
  })
})

describe('common subexpressions', () => {
  test('are merged', async () => {
    const graph = graphOf([null, 3], (b, x) => {
      const twice = () => b.op('Mul', [b.op('Sigmoid', [x]), b.scalar(3)])
      return b.op('AddV2', [twice(), twice()])
    })
    await rewrites(commonSubexpressions, graph, ['Sigmoid', 'Mul', 'AddV2'])
  })

  test('are merged beside the same op with other attributes', async () => {
    const graph = graphOf([null, 3], (b, x) => {
      const [first, ...others] = [0.1, 0.2, 0.2].map((f) => b.op('LeakyRelu', [x], { alpha: { f } }))
      return others.reduce((sum, other) => b.op('AddV2', [sum, other]), first as Value)
    })
    await rewrites(commonSubexpressions, graph, ['LeakyRelu', 'LeakyRelu', 'AddV2', 'AddV2'])
  })

  test('random ops, different attributes, and 0 and -0 are not merged', () => {
    leaves(
      commonSubexpressions,
      graphOf([2], (b) => [0, 1].map(() => b.op('RandomUniform', [b.ints([2])], { dtype: { type: 'float32' } }))),
    )
    leaves(
      commonSubexpressions,
      graphOf([null, 3], (b, x) => [0.1, 0.2].map((f) => b.op('LeakyRelu', [x], { alpha: { f } }))),
    )
    leaves(
      commonSubexpressions,
      graphOf([3], (b, x) => [0, -0].map((f) => b.op('RealDiv', [x, b.scalar(f)]))),
    )
  })
})

describe('optimise', () => {
  test('counts ops, reports the changes of each pass, and reads only small constants', async () => {
    let read = 0
    const counted = (shape: readonly number[]) => {
      const inner = weights(shape)
      return {
        ...lazy(inner),
        read: async () => {
          read++
          return inner.read()
        },
      }
    }
    const graph = graphOf([null, 100], (b, x) => {
      const product = b.op('MatMul', [x, b.constant(counted([100, 64]))])
      return b.op('Tanh', [b.op('Identity', [b.op('AddV2', [product, b.op('Neg', [b.constant(counted([64]))])])])])
    })
    const { graph: small, report } = await optimise(graph, { enabled: true })
    expect(read).toBe(1)
    expect(report.before).toBe(5)
    expect(report.after).toBe(
      [...small.nodes.values()].filter(({ op }) => op !== 'Const' && op !== 'Placeholder').length,
    )
    expect(report.passes.map(({ id }) => id)).toContain('identities')
    expect(report.passes.reduce((sum, { removed }) => sum + removed, 0)).toBe(report.before - report.after)
  })

  test('runs only the passes of the executor, each once, if it is off', async () => {
    const graph = graphOf([null, 3], (b, x) => b.op('Softsign', [b.op('Identity', [x])]))
    const before = [decompose('first', 'First', [['Softsign', (_, b, inputs) => [b.op('Elu', inputs)]]])]
    const after = [decompose('last', 'Last', [['Elu', (_, b, inputs) => [b.op('Relu', [b.op('Abs', inputs)])]]])]
    const { graph: same, report } = await optimise(graph, { enabled: false, before, after })
    expect(operations(same)).toEqual(['Identity', 'Abs', 'Relu'])
    expect(report).toMatchObject({ enabled: false, before: 2, after: 3 })
    expect(report.passes).toMatchObject([
      { id: 'first', changes: 1, removed: 0 },
      { id: 'last', changes: 1, removed: -1 },
    ])
  })

  test('stops when cancelled', async () => {
    const graph = graphOf([null, 3], (b, x) => b.op('Softsign', [x]))
    await expect(optimise(graph, { enabled: true, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })

  test('raises the original error if a constant cannot be read', async () => {
    const broken = derived([lazy(literal('float32', [2], new Float32Array(2)))], 'float32', [2], () => {
      throw new RangeError('damaged')
    })
    const graph = graphOf([null, 2], (b, x) => b.op('AddV2', [x, b.constant(broken)]))
    await expect(optimise(graph, { enabled: true })).rejects.toThrow('damaged')
  })
})
