import { afterEach, describe, expect, test, vi } from 'vitest'
import { sizeOf } from '../../../../base/tensor.ts'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { literal } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../../fixtures/runtime.ts'
import { createRuntime } from '../../../index.ts'
import { Products } from '../../gemm/products.ts'
import { loadCore } from '../../packages.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

/** Whole numbers from -8 to 8, so that both backends are exact. */
const numbers = (shape: readonly number[], seed: number) =>
  Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i + seed) * 7919) % 17) - 8)

type Build = (b: GraphBuilder, x: Value, weight: (shape: readonly number[]) => Value) => Value

async function outputs(backend: 'cpu' | 'wasm', shape: readonly number[], build: Build): Promise<number[]> {
  const b = new GraphBuilder()
  let seed = 0
  const weight = (of: readonly number[]) => b.constant(literal('float32', of, numbers(of, ++seed)))
  b.output('y', build(b, b.input('x', 'float32', shape), weight))
  const { session } = await runtime.start(b.build(), request(backend))
  try {
    const run = async () => {
      const { outputs } = await session.run({ x: { dtype: 'float32', shape, data: numbers(shape, 99) } })
      return Array.from(outputs[0]?.value.data as Float32Array)
    }
    const first = await run()
    expect(await run()).toEqual(first)
    return first
  } finally {
    await session.dispose()
  }
}

interface Convolution {
  readonly x: readonly number[]
  readonly filter: readonly number[]
  readonly strides?: readonly number[]
  readonly padding?: string
  readonly explicit?: readonly number[]
  readonly dilations?: readonly number[]
  readonly fused?: readonly string[]
}

function convolve({ filter, strides, padding, explicit, dilations, fused }: Convolution): Build {
  return (b, x, weight) => {
    const attributes = {
      T: { type: 'float32' } as const,
      strides: { list: { i: [1, ...(strides ?? [1, 1]), 1] } },
      dilations: { list: { i: [1, ...(dilations ?? [1, 1]), 1] } },
      padding: { s: padding ?? 'SAME' },
      data_format: { s: 'NHWC' },
      ...(explicit === undefined ? {} : { explicit_paddings: { list: { i: [0, 0, ...explicit, 0, 0] } } }),
    }
    const weights = [weight(filter)]
    if (fused === undefined) return b.op('Conv2D', [x, ...weights], attributes)
    if (fused.includes('BiasAdd')) weights.push(weight([filter[3] as number]))
    const more = { fused_ops: { list: { s: fused } }, num_args: { i: weights.length - 1 } }
    return b.op('_FusedConv2D', [x, ...weights], { ...attributes, ...more })
  }
}

afterEach(() => vi.restoreAllMocks())

describe('products with weights on Wasm', () => {
  const multiplied = () => vi.spyOn(Products.prototype, 'multiply')
  const done = (spy: ReturnType<typeof multiplied>) => spy.mock.results.filter(({ value }) => value !== null).length

  test.each<readonly [string, Convolution]>([
    ['1 × 1', { x: [2, 5, 7, 3], filter: [1, 1, 3, 9] }],
    ['1 × 1, bias, relu6', { x: [1, 5, 5, 16], filter: [1, 1, 16, 24], fused: ['BiasAdd', 'Relu6'] }],
    ['1 × 1, every second pixel', { x: [2, 7, 6, 4], filter: [1, 1, 4, 8], strides: [2, 2] }],
    ['3 × 3', { x: [2, 9, 8, 3], filter: [3, 3, 3, 5], fused: ['BiasAdd'] }],
    ['3 × 3, stride 2, relu', { x: [2, 9, 8, 3], filter: [3, 3, 3, 5], strides: [2, 2], fused: ['BiasAdd', 'Relu'] }],
    ['5 × 2, valid', { x: [1, 9, 8, 1], filter: [5, 2, 1, 17], padding: 'VALID' }],
    ['4 × 4, stride 3 × 1', { x: [3, 10, 5, 2], filter: [4, 4, 2, 3], strides: [3, 1] }],
    ['explicit padding', { x: [2, 6, 6, 3], filter: [3, 3, 3, 4], padding: 'EXPLICIT', explicit: [0, 2, 1, 0] }],
    ['dilated in height', { x: [1, 12, 9, 2], filter: [3, 1, 2, 8], dilations: [4, 1] }],
    ['more lines than the cache holds', { x: [1, 40, 64, 32], filter: [3, 3, 32, 2] }],
  ])('convolve like the CPU: %s', async (_, convolution) => {
    const spy = multiplied()
    const build = convolve(convolution)
    expect(await outputs('wasm', convolution.x, build)).toEqual(await outputs('cpu', convolution.x, build))
    expect(done(spy)).toBe(2)
  })

  test.each<readonly [string, Convolution]>([
    ['dilated in width', { x: [1, 9, 9, 2], filter: [3, 3, 2, 8], dilations: [2, 2] }],
    ['another activation', { x: [1, 4, 4, 2], filter: [1, 1, 2, 8], fused: ['BiasAdd', 'Elu'] }],
  ])('leave unsupported cases to tfjs: %s', async (_, convolution) => {
    const spy = multiplied()
    const [wasm, cpu] = [
      await outputs('wasm', convolution.x, convolve(convolution)),
      await outputs('cpu', convolution.x, convolve(convolution)),
    ]
    for (const [i, value] of wasm.entries()) expect(value).toBeCloseTo(cpu[i] as number, 5)
    expect(done(spy)).toBe(0)
  })

  test('multiply matrices, single and in batches', async () => {
    const spy = multiplied()
    const plain: Build = (b, x, weight) => b.op('MatMul', [x, weight([6, 10])], { T: { type: 'float32' } })
    const batch: Build = (b, x, weight) => b.op('BatchMatMulV2', [x, weight([6, 10])], { T: { type: 'float32' } })
    expect(await outputs('wasm', [7, 6], plain)).toEqual(await outputs('cpu', [7, 6], plain))
    expect(await outputs('wasm', [2, 3, 4, 6], batch)).toEqual(await outputs('cpu', [2, 3, 4, 6], batch))
    expect(done(spy)).toBe(4)
  })

  test('keep products of two results, and of a weight with two biases, correct', async () => {
    const square: Build = (b, x) => b.op('MatMul', [x, x], { T: { type: 'float32' } })
    expect(await outputs('wasm', [5, 5], square)).toEqual(await outputs('cpu', [5, 5], square))
    const twice: Build = (b, x, weight) => {
      const [w, one, other] = [weight([5, 5]), weight([5]), weight([5])]
      const attributes = {
        T: { type: 'float32' } as const,
        fused_ops: { list: { s: ['BiasAdd'] } },
        num_args: { i: 1 },
      }
      const product = (bias: Value) => b.op('_FusedMatMul', [x, w, bias], attributes)
      return b.op('Sub', [product(one), product(other)])
    }
    expect(await outputs('wasm', [5, 5], twice)).toEqual(await outputs('cpu', [5, 5], twice))
  })

  test('free the packed weights with the model', async () => {
    const convolution: Convolution = { x: [1, 5, 7, 3], filter: [3, 3, 3, 9] }
    const release = vi.spyOn(Products.prototype, 'release')
    const tf = await loadCore()
    const keep = new GraphBuilder()
    keep.output('y', keep.op('Neg', [keep.input('x', 'float32', [1])]))
    const { session } = await runtime.start(keep.build(), request('wasm'))
    const { wasm } = tf.backend() as unknown as { wasm: { _malloc(n: number): number; _free(address: number): void } }
    const [allocate, free] = [vi.spyOn(wasm, '_malloc'), vi.spyOn(wasm, '_free')]
    await outputs('wasm', convolution.x, convolve(convolution))
    const freed = free.mock.calls.map(([address]) => address >>> 0)
    const left = allocate.mock.results.filter(({ value }) => !freed.includes(value >>> 0))
    expect(left).toEqual([])
    expect(release).toHaveBeenCalled()
    await session.dispose()
  })
})
