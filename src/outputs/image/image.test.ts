import { describe, expect, it } from 'vitest'
import type { Geometry } from '../../base/geometry.ts'
import type { TensorValue } from '../../base/tensor.ts'
import type { ReadContext } from '../contract.ts'
import { contextOf, decodeFirst, fitIn, named, stringsOf, tensorOf } from '../fixtures.ts'
import { image } from './index.ts'

/** Elements evenly spaced from `min` to `max`. */
function between(
  shape: readonly number[],
  min: number,
  max: number,
  dtype: 'float32' | 'int32' = 'float32',
): TensorValue {
  const size = shape.reduce((product, dim) => product * dim, 1)
  return tensorOf(
    shape,
    Array.from({ length: size }, (_, i) => min + ((max - min) * i) / (size - 1)),
    dtype,
  )
}
const fitOf = (value: TensorValue) => fitIn(image, named(value))
const decode = (value: TensorValue) => decodeFirst(image, named(value)).data

describe('pictures', () => {
  it('may be channels-last: an upscaler, a mask', () => {
    expect(fitOf(between([1, 32, 32, 3], -0.06, 1.11))).toBe(0.9)
    expect(decode(between([2, 16, 24, 1], 0, 1))).toMatchObject({
      width: 24,
      height: 16,
      channels: 1,
      layout: 'nhwc',
      count: 2,
    })
  })
  it('may be channels-first', () =>
    expect(decode(between([1, 3, 16, 24], 0, 1))).toMatchObject({
      width: 24,
      height: 16,
      channels: 3,
      layout: 'nchw',
      count: 1,
    }))
  it('may lack a batch dimension', () =>
    expect(decode(between([16, 24, 3], 0, 1))).toMatchObject({ width: 24, height: 16, count: 1 }))
  it('exclude feature maps, key points, boxes, spectrograms and strings', () => {
    // posenet heat map, movenet key points, centernet box sizes, basic-pitch contours.
    expect(fitOf(between([1, 25, 25, 17], -11.4, 8.7))).toBe(0)
    expect(fitOf(between([1, 1, 17, 3], 0.05, 0.96))).toBe(0)
    expect(fitOf(between([1, 128, 128, 4], -8.32, 375.9))).toBe(0)
    expect(fitOf(between([1, 172, 88], 0, 1))).toBe(0)
    expect(
      fitOf(
        stringsOf(
          [1, 8, 8, 1],
          Array.from({ length: 64 }, () => ''),
        ),
      ),
    ).toBe(0)
  })
  it('may have four channels if the range fits a picture', () =>
    expect(fitOf(between([1, 16, 16, 4], 0, 255))).toBe(0.9))
})

describe('rows of an autoencoder', () => {
  const value = between([2, 784], 0.2, 0.8)
  const contextWith = (
    shape: readonly number[],
    geometry: Geometry | null = null,
    labels: readonly string[] | null = null,
  ) => ({
    ...contextOf(named(value), { labels }),
    inputs: [{ name: 'x', dtype: 'float32' as const, shape, geometry }],
  })
  const fitWith = (context: ReadContext) => image.match(named(value), context)[0]?.fit ?? 0

  it('are pictures like their input, flattened or not', () => {
    expect(fitWith(contextWith([2, 784]))).toBeGreaterThan(0.95)
    expect(fitWith(contextWith([2, 28, 28, 1]))).toBeGreaterThan(0.95)
    expect(image.decode(named(value), contextOf(named(value))).data).toMatchObject({
      width: 28,
      height: 28,
      channels: 1,
      count: 2,
    })
  })
  it('are none if the input has another width, or the rows are classes with names', () => {
    expect(fitWith(contextWith([2, 100]))).toBe(0)
    expect(
      fitWith(
        contextWith(
          [2, 784],
          null,
          Array.from({ length: 784 }, (_, i) => `class ${i}`),
        ),
      ),
    ).toBe(0)
  })
})

describe('the value range', () => {
  it.each([
    // upscaler-psnr on cat.jpg; selfie-segmentation on the ramp; an 8-bit upscaler; tanh; int32 pixels; posenet-like logits.
    [-0.112056, 1.5632, 'float32', [0, 1]],
    [0, 4.6e-9, 'float32', [0, 1]],
    [-12, 271, 'float32', [0, 255]],
    [-0.98, 0.97, 'float32', [-1, 1]],
    [0, 255, 'int32', [0, 255]],
    [-11.5, 8.75, 'float32', [-11.5, 8.75]],
    [0, 20, 'int32', [0, 20]],
  ] as const)('%d to %d %s is drawn as %j', (min, max, dtype, range) => {
    expect(decode(between([1, 8, 8, 1], min, max, dtype)).range).toEqual(range)
  })
  it('follows a last tanh or sigmoid, also for dark pictures', () => {
    const value = between([1, 8, 8, 3], -0.4, 0.9)
    const rangeAfter = (op: string) => {
      const context = contextOf(named(value))
      const outputs = context.outputs.map((output) => ({ ...output, trace: { names: [], ops: [op] } }))
      return image.decode(named(value), { ...context, outputs }).data.range
    }
    expect(decode(value).range).toEqual([0, 1])
    expect(rangeAfter('Tanh')).toEqual([-1, 1])
    expect(rangeAfter('Conv2D')).toEqual([0, 1])
  })
  it('and the clipped share are in the note', () => {
    expect(decode(between([1, 10, 10, 1], -0.25, 1.25)).note).toBe(
      'The values run from −0.25 to 1.25: drawn as 0…1, with 34 % of them clipped.',
    )
    expect(decode(between([1, 8, 8, 1], 3, 10)).note).toBe(
      'The values run from 3 to 10, which is not a common range for pictures: the smallest is black, the largest white.',
    )
  })
  it('of equal values is not empty', () => expect(decode(between([1, 8, 8, 1], 700, 700)).range).toEqual([700, 701]))
  it('ignores NaN and notes it', () => {
    const value = tensorOf(
      [1, 8, 8, 1],
      Array.from({ length: 64 }, (_, i) => (i === 5 ? Number.NaN : i / 63)),
    )
    expect(decode(value)).toMatchObject({
      range: [0, 1],
      note: expect.stringContaining('1 NaN and 0 infinite values are magenta.'),
    })
  })
  it('of NaN alone says that there is nothing to see', () => {
    const value = tensorOf([1, 8, 8, 1], new Array(64).fill(Number.NaN))
    expect(decode(value)).toMatchObject({ range: [0, 1], note: expect.stringMatching(/^There is no finite value/) })
  })
  it('of a bool mask is 0…1', () => {
    expect(
      decode(
        tensorOf(
          [1, 8, 8, 1],
          Array.from({ length: 64 }, (_, i) => i % 2),
          'bool',
        ),
      ).range,
    ).toEqual([0, 1])
  })
})
