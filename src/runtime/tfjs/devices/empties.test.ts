import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../graph/builder.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { plainBrowser, request, wasmPaths } from '../../fixtures/runtime.ts'
import { createRuntime } from '../../index.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
const T: Attributes = { T: { type: 'float32' } }

describe.each(['cpu', 'wasm'] as const)('tensors that turn out to be empty on %s', (backend) => {
  /** Runs an operation on a tensor of zeros, whose first size only the run tells. */
  async function ran(shape: readonly number[], build: (b: GraphBuilder, x: Value) => Value) {
    const b = new GraphBuilder()
    b.output('y', build(b, b.input('x', 'float32', [null, ...shape.slice(1)])))
    const { session } = await runtime.start(b.build(), request(backend))
    try {
      const data = new Float32Array(shape.reduce((product, dim) => product * dim, 1))
      const { outputs } = await session.run({ x: { dtype: 'float32', shape, data } })
      const value = outputs[0]?.value
      return { shape: value?.shape, data: Array.from(value?.data ?? [], Number) }
    } finally {
      session.dispose()
    }
  }

  it.each([
    ['Sum', 0],
    ['Prod', 1],
    ['Mean', Number.NaN],
    ['Max', Number.NEGATIVE_INFINITY],
    ['Min', Number.POSITIVE_INFINITY],
  ])('%s', async (op, value) => {
    const reduced = await ran([0, 2], (b, x) => b.op(op, [x, b.ints([0])], { ...T, keep_dims: { b: true } }))
    expect(reduced).toEqual({ shape: [1, 2], data: [value, value] })
  })

  it('products', async () => {
    const weight = (b: GraphBuilder) => b.op('Fill', [b.ints([1, 3, 2]), b.scalar(1)])
    const product = await ran([0, 2, 3], (b, x) => b.op('BatchMatMulV2', [x, weight(b)], T))
    expect(product).toEqual({ shape: [0, 2, 2], data: [] })
  })

  it('transpositions', async () => {
    const turned = await ran([0, 2, 5], (b, x) => b.op('Transpose', [x, b.ints([2, 0, 1])], T))
    expect(turned).toEqual({ shape: [5, 0, 2], data: [] })
  })

  it('slices that end before they begin', async () => {
    const slice = (begin: number, end: number) =>
      ran([5, 2], (b, x) => b.op('StridedSlice', [x, b.ints([begin]), b.ints([end]), b.ints([1])], T))
    expect(await slice(4, -3)).toEqual({ shape: [0, 2], data: [] })
    expect(await slice(-1, 2)).toEqual({ shape: [0, 2], data: [] })
    expect(await slice(1, -3)).toEqual({ shape: [1, 2], data: [0, 0] })
  })
})
