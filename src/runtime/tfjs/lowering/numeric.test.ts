import { describe, expect, test } from 'vitest'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { type Constant, float32, int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { ranOn } from './fixtures/on-backends.ts'

type Build = (b: GraphBuilder, inputs: readonly Value[]) => Value | readonly Value[]

const fiveDigits = (numbers: readonly number[]) => numbers.map((number) => Number(number.toPrecision(5)))

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  async function numbers(tensors: readonly Constant[], op: string, more: Build | null = null, attributes = {}) {
    const build: Build = more ?? ((b, inputs) => b.op(op, inputs, attributes))
    const [first] = await ranOn(backend, tensors, build)
    return fiveDigits(first?.data ?? [])
  }

  // Hues from Python's colorsys, which uses the same definition.
  const colours = float32([0.2, 0.4, 0.6, 1, 0, 0.25, 0.5, 0.5, 0.5, 0.9, 0.3, 0.1], [1, 4, 3])
  const hsv = [0.58333, 0.66667, 0.6, 0.95833, 1, 1, 0, 0, 0.5, 0.041667, 0.88889, 0.9]

  test('colours to hue, saturation and value, and back', async () => {
    expect(await numbers([colours], 'RGBToHSV')).toEqual(hsv)
    const back = await numbers([colours], '', (b, inputs) => b.op('HSVToRGB', [b.op('RGBToHSV', inputs)]))
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(Number(colours.data?.[i]), 5)
    })
  })

  test('hue, saturation and contrast are adjusted', async () => {
    const amount = (value: number) => float32([value], [])
    const hue = await numbers([colours, amount(0.3)], 'AdjustHue')
    const wanted = [0.6, 0.2, 0.48, 0.45, 1, 0, 0.5, 0.5, 0.5, 0.1, 0.9, 0.14]
    hue.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 4)
    })
    const saturated = await numbers([colours, amount(1.5)], 'AdjustSaturation')
    const more = [0, 0.3, 0.6, 1, 0, 0.25, 0.5, 0.5, 0.5, 0.9, 0.225, 0]
    saturated.forEach((value, i) => {
      expect(value).toBeCloseTo(more[i] ?? Number.NaN, 5)
    })
    const picture = float32([1, 10, 3, 30], [1, 1, 2, 2])
    expect(await numbers([picture, amount(2)], 'AdjustContrastv2')).toEqual([0, 0, 4, 40])
  })

  test('sorted segments: sums, means, extremes, products; segment 1 has no rows', async () => {
    const rows = float32([1, 2, 3, 4, -5, -6], [3, 2])
    const ids = int32([0, 0, 2])
    expect(await numbers([rows, ids], 'SegmentSum')).toEqual([4, 6, 0, 0, -5, -6])
    expect(await numbers([rows, ids], 'SegmentMean')).toEqual([2, 3, 0, 0, -5, -6])
    expect(await numbers([rows, ids], 'SegmentMax')).toEqual([3, 4, 0, 0, -5, -6])
    expect(await numbers([rows, ids], 'SegmentMin')).toEqual([1, 2, 0, 0, -5, -6])
    expect(await numbers([rows, ids], 'SegmentProd')).toEqual([3, 8, 1, 1, -5, -6])
    const picks = int32([2, 0, 0, 1])
    const sparse = await numbers([rows, picks, int32([0, 1, 1, 1])], 'SparseSegmentSqrtN')
    expect(sparse).toEqual(fiveDigits([-5, -6, 5 / Math.sqrt(3), 8 / Math.sqrt(3)]))
  })

  test('maximum and minimum of two updates to one element', async () => {
    const tensor = float32([1, 1, 1, 1], [4])
    const updates = [int32([1, 1, 3], [3, 1]), float32([9, 5, -2])]
    expect(await numbers([tensor, ...updates], 'TensorScatterMax')).toEqual([1, 9, 1, 1])
    expect(await numbers([tensor, ...updates], 'TensorScatterMin')).toEqual([1, 1, 1, -2])
    const known = await numbers([float32([1, 1, 1, 1, 1, 1], [3, 2])], '', (b, [x]) =>
      b.op('TensorScatterMax', [
        x as Value,
        b.constant(int32([2, 0], [2, 1])),
        b.constant(float32([0, 7, 8, 0], [2, 2])),
      ]),
    )
    expect(known).toEqual([8, 1, 1, 1, 1, 7])
  })

  test('counts of each element', async () => {
    const found = await ranOn(backend, [int32([1, 1, 2, 4, 4, 4, 7, 8, 8])], (b, inputs) =>
      b.ops('UniqueWithCounts', inputs, { T: { type: 'int32' } }),
    )
    expect(found.map(({ data }) => data)).toEqual([
      [1, 2, 4, 7, 8],
      [0, 0, 1, 2, 2, 2, 3, 4, 4],
      [2, 1, 3, 1, 2],
    ])
  })

  test('bits', async () => {
    const x = int32([1, -1, 2147483647, -2147483648, 123456789, -5])
    const left = await ranOn(backend, [x, int32([3, 1, 4, 1, 31, 40])], (b, inputs) => b.op('LeftShift', inputs))
    expect(left[0]?.data).toEqual([8, -2, -16, 0, -2147483648, -2147483648])
    const right = await ranOn(backend, [x, int32([0, 1, 4, 31, 7, 1])], (b, inputs) => b.op('RightShift', inputs))
    expect(right[0]?.data).toEqual([1, -1, 134217727, -1, 964506, -3])
    const fine = await ranOn(backend, [x, int32([0, 3, 1, 20, 2, 17])], (b, inputs) => b.op('RightShift', inputs))
    expect(fine[0]?.data).toEqual([1, -1, 1073741823, -2048, 30864197, -1])
  })

  test('nearly equal', async () => {
    const [x, y] = [float32([1, 1, 1]), float32([1, 1.4, 0.8])]
    expect(await numbers([x, y], 'ApproximateEqual', null, { tolerance: { f: 0.3 } })).toEqual([1, 0, 1])
  })

  // log(sum(exp(x))) in float64.
  test('logarithms of running sums of exponentials', async () => {
    const x = float32([1, 2, -3, 4, 400, 1, 0, 0], [2, 4])
    const along = (attributes: Record<string, { readonly b: boolean }>) =>
      numbers([x], '', (b, [value]) => b.op('CumulativeLogsumexp', [value as Value, b.int(-1)], attributes))
    expect(await along({})).toEqual([1, 2.3133, 2.3182, 4.1706, 400, 400, 400, 400])
    const back = await along({ exclusive: { b: true }, reverse: { b: true } })
    expect(back.slice(0, 7)).toEqual(fiveDigits([4.1277, 4.0009, 4, -3.4028e38, 1.5514, Math.LN2, 0]))
  })

  test('legacy batch normalisation', async () => {
    const x = float32([1, 10, 3, 30], [1, 1, 2, 2])
    const [mean, variance, beta, gamma] = [
      [1, 10],
      [3, 99],
      [0.5, 0],
      [2, 3],
    ].map((values) => float32(values))
    const tensors = [x, mean, variance, beta, gamma] as readonly Constant[]
    const attributes = (scaled: boolean) => ({
      variance_epsilon: { f: 1 },
      scale_after_normalization: { b: scaled },
    })
    const op = 'BatchNormWithGlobalNormalization'
    expect(await numbers(tensors, op, null, attributes(true))).toEqual([0.5, 0, 2.5, 6])
    expect(await numbers(tensors, op, null, attributes(false))).toEqual([0.5, 0, 1.5, 2])
  })
})

// The examples in TensorFlow's documentation.
describe('diagonals', () => {
  const both = async (tensors: readonly Constant[], build: Build) => {
    const [cpu, wasm] = await Promise.all([ranOn('cpu', tensors, build), ranOn('wasm', tensors, build)])
    expect(wasm).toEqual(cpu)
    return { shape: cpu[0]?.shape, data: cpu[0]?.data }
  }
  const range = (b: GraphBuilder, from: number, to: number) => b.ints(from === to ? [from] : [from, to])

  test.each([
    [0, 0, 0, [3], [1, 6, 7]],
    [1, 1, 0, [3], [2, 7, 6]],
    [-1, 2, 0, [4, 3], [0, 3, 8, 2, 7, 6, 1, 6, 7, 5, 8, 0]],
    [1, 3, 9, [3, 3], [9, 9, 4, 9, 3, 8, 2, 7, 6]],
  ] as const)('%i to %i of a matrix', async (from, to, padding, shape, data) => {
    const matrix = float32([1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6], [3, 4])
    const found = await both([matrix], (b, [x]) =>
      b.op('MatrixDiagPartV3', [x as Value, range(b, from, to), b.scalar(padding)]),
    )
    expect(found).toEqual({ shape, data })
  })

  test.each([
    [[3], [1, 2, 3], 1, 1, -1, -1, 0, [4, 4], [0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0]],
    [[3, 3], [0, 8, 9, 1, 2, 3, 4, 5, 0], -1, 1, -1, -1, 0, [3, 3], [1, 8, 0, 4, 2, 9, 0, 5, 3]],
    [[2], [1, 2], -1, -1, 3, 4, 9, [3, 4], [9, 9, 9, 9, 1, 9, 9, 9, 9, 2, 9, 9]],
    [[2], [1, 2], -1, -1, 3, -1, 9, [3, 2], [9, 9, 1, 9, 9, 2]],
    [[2, 2], [1, 2, 3, 4], 0, 0, -1, -1, 0, [2, 2, 2], [1, 0, 0, 2, 3, 0, 0, 4]],
  ] as const)('a matrix of %j %j', async (given, values, from, to, rows, columns, padding, shape, data) => {
    const found = await both([float32(values, given)], (b, [x]) =>
      b.op('MatrixDiagV3', [x as Value, range(b, from, to), b.int(rows), b.int(columns), b.scalar(padding)]),
    )
    expect(found).toEqual({ shape, data })
  })

  test.each([
    [[3], [1, 2, 3], 0, 0, [1, 7, 7, 7, 7, 2, 7, 7, 7, 7, 3, 7]],
    [[3], [1, 2, 3], 1, 1, [7, 1, 7, 7, 7, 7, 2, 7, 7, 7, 7, 3]],
    [[4, 3], [0, 9, 1, 6, 5, 8, 1, 2, 3, 4, 5, 0], -1, 2, [1, 6, 9, 7, 4, 2, 5, 1, 7, 5, 3, 8]],
  ] as const)('a matrix with others: %j %j', async (given, values, from, to, data) => {
    const found = await both([float32(new Array(12).fill(7), [3, 4]), float32(values, given)], (b, [x, y]) =>
      b.op('MatrixSetDiagV3', [x as Value, y as Value, range(b, from, to)]),
    )
    expect(found).toEqual({ shape: [3, 4], data })
  })
})
