import { describe, expect, it, test } from 'vitest'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { float32 } from '../../../graph/constant.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { ranOn } from '../lowering/fixtures/on-backends.ts'

const T: Attributes = { T: { type: 'float32' } }
const list = (...i: number[]): Attributes[string] => ({ list: { i } })
const same = { ...T, strides: list(1, 1, 1, 1), padding: { s: 'SAME' } }
const activation = (name: string): Attributes => ({ num_args: { i: 1 }, fused_ops: { list: { s: ['BiasAdd', name] } } })

type Build = (b: GraphBuilder, x: Value) => Value

/** The values of TensorFlow 2.21. */
describe.each(['cpu', 'wasm'] as const)('NaN on %s', (backend) => {
  /** The operation on 40 values, all 1 except those at `places`, which are NaN that the graph computed. */
  async function outputs(
    places: readonly number[],
    shape: readonly number[],
    build: Build,
  ): Promise<readonly number[]> {
    const infinite = Array.from({ length: 40 }, (_, i) => (places.includes(i) ? Number.POSITIVE_INFINITY : 0))
    const [result] = await ranOn(backend, [float32(infinite, shape)], (b, [x]) =>
      build(b, b.op('AddV2', [b.op('Sub', [x as Value, x as Value]), b.scalar(1)])),
    )
    return result?.data ?? []
  }

  const places = [0, 5, 39]
  const kept = Array.from({ length: 40 }, (_, i) => (places.includes(i) ? Number.NaN : 1))
  const ones = (...shape: number[]) => float32(new Array<number>(shape.reduce((a, b) => a * b)).fill(1), shape)
  const bias = (count: number) => float32(new Array<number>(count).fill(0))
  const rows: readonly (readonly [name: string, build: Build])[] = [
    ['Relu', (b, x) => b.op('Relu', [x], T)],
    ['Relu6', (b, x) => b.op('Relu6', [x], T)],
    ['ClipByValue', (b, x) => b.op('ClipByValue', [x, b.scalar(-1), b.scalar(2)], T)],
    ['Sign', (b, x) => b.op('Sign', [x], T)],
    ['the left of Maximum', (b, x) => b.op('Maximum', [x, b.scalar(0)], T)],
    ['the right of Maximum', (b, x) => b.op('Maximum', [b.scalar(0), x], T)],
    ['the left of Minimum', (b, x) => b.op('Minimum', [x, b.scalar(7)], T)],
    ['the right of Minimum', (b, x) => b.op('Minimum', [b.scalar(7), x], T)],
    ['AvgPool', (b, x) => b.op('AvgPool', [x], { ...same, ksize: list(1, 1, 1, 1) })],
    ['DepthwiseConv2dNative', (b, x) => b.op('DepthwiseConv2dNative', [x, b.constant(ones(1, 1, 4, 1))], same)],
    ...['Relu', 'Relu6', 'Elu', 'LeakyRelu'].map((name): readonly [string, Build] => [
      `FusedDepthwiseConv2dNative with ${name}`,
      (b, x) => {
        const inputs = [x, b.constant(ones(1, 1, 4, 1)), b.constant(bias(4))]
        return b.op('FusedDepthwiseConv2dNative', inputs, { ...same, ...activation(name) })
      },
    ]),
  ]
  test.each(rows)('stays in %s', async (_, build) => {
    expect(await outputs(places, [1, 2, 5, 4], build)).toEqual(kept)
  })

  test.each(['Relu', 'Relu6'])('stays in products with computed weights and %s', async (name) => {
    const [result] = await ranOn(
      backend,
      [float32([Number.NaN, 1, 2, -3], [2, 2]), float32([1, 1], [2, 1])],
      (b, [x, weight]) =>
        b.op('_FusedMatMul', [x as Value, weight as Value, b.constant(bias(1))], { ...T, ...activation(name) }),
    )
    expect(result?.data).toEqual([Number.NaN, 0])
    const [convolved] = await ranOn(
      backend,
      [float32([Number.NaN, 1, 2, -3], [1, 1, 2, 2]), float32([1, 1], [1, 1, 2, 1])],
      (b, [x, weight]) =>
        b.op('_FusedConv2D', [x as Value, weight as Value, b.constant(bias(1))], { ...same, ...activation(name) }),
    )
    expect(convolved?.data).toEqual([Number.NaN, 0])
  })

  const rowsOfThree = [
    [Number.NaN, 1, 2],
    [1, Number.NaN, 2],
    [2, 1, Number.NaN],
    [Number.NaN, 2, 1],
  ]
  const triples = float32(rowsOfThree.flat(), [4, 3])

  it('is passed over by positions of extrema', async () => {
    for (const [op, expected] of [
      ['ArgMax', [2, 2, 0, 1]],
      ['ArgMin', [1, 0, 1, 2]],
    ] as const) {
      const [found] = await ranOn(backend, [triples], (b, [x]) =>
        b.op(op, [x as Value, b.int(1)], { ...T, output_type: { type: 'int32' } }),
      )
      expect(found?.data).toEqual(expected)
    }
  })

  it('is passed over by maxima of windows, unless a window with positions begins with it', async () => {
    const picture = float32(rowsOfThree.flat(), [4, 1, 3, 1])
    const attributes = { ...T, ksize: list(1, 1, 3, 1), strides: list(1, 1, 1, 1), padding: { s: 'VALID' } }
    const [pooled] = await ranOn(backend, [picture], (b, [x]) => b.op('MaxPool', [x as Value], attributes))
    expect(pooled?.data).toEqual([2, 2, 2, 2])
    const [values, positions] = await ranOn(backend, [picture], (b, [x]) =>
      b.ops('MaxPoolWithArgmax', [x as Value], { ...attributes, Targmax: { type: 'int32' } }),
    )
    expect(values?.data).toEqual([Number.NaN, 2, 2, Number.NaN])
    expect(positions?.data).toEqual([0, 2, 0, 0])
    const [dilated] = await ranOn(backend, [picture], (b, [x]) =>
      b.op('Dilation2D', [x as Value, b.constant(float32([0, 0, 0], [1, 3, 1]))], {
        ...T,
        strides: list(1, 1, 1, 1),
        rates: list(1, 1, 1, 1),
        padding: { s: 'VALID' },
      }),
    )
    expect(dilated?.data).toEqual([2, 2, 2, 2])
  })
})
