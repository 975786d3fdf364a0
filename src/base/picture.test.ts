import { describe, expect, it } from 'vitest'
import { rgbaOf } from './picture.ts'
import type { TensorValue } from './tensor.ts'

const value = (shape: readonly number[], data: readonly number[]): TensorValue => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
})
const pixels = (
  tensor: TensorValue,
  channels: 1 | 3 | 4,
  layout: 'nhwc' | 'nchw',
  range: readonly [number, number] = [0, 1],
  index = 0,
) => [...rgbaOf(tensor, { width: 2, height: 1, channels, layout }, range, index).rgba]

describe('rgbaOf', () => {
  it('draws colours channels-last', () => {
    expect(pixels(value([1, 1, 2, 3], [0, 0.5, 1, 1, 0.25, 0]), 3, 'nhwc')).toEqual([0, 128, 255, 255, 255, 64, 0, 255])
  })
  it('draws the same colours channels-first', () => {
    expect(pixels(value([1, 3, 1, 2], [0, 1, 0.5, 0.25, 1, 0]), 3, 'nchw')).toEqual([0, 128, 255, 255, 255, 64, 0, 255])
  })
  it('clips values outside the range', () => {
    expect(pixels(value([1, 1, 2, 1], [-0.36, 1.56]), 1, 'nhwc')).toEqual([0, 0, 0, 255, 255, 255, 255, 255])
  })
  it('maps −1…1', () => {
    expect(pixels(value([1, 1, 2, 1], [-1, 0]), 1, 'nhwc', [-1, 1])).toEqual([0, 0, 0, 255, 128, 128, 128, 255])
  })
  it('keeps alpha', () => {
    expect(pixels(value([1, 1, 2, 4], [1, 1, 1, 0, 0, 0, 0, 0.5]), 4, 'nhwc')).toEqual([255, 255, 255, 0, 0, 0, 0, 128])
  })
  it('draws NaN and infinities in magenta', () => {
    expect(pixels(value([1, 1, 2, 1], [Number.NaN, Number.POSITIVE_INFINITY]), 1, 'nhwc')).toEqual([
      255, 0, 255, 255, 255, 0, 255, 255,
    ])
  })
  it('draws the given picture of a batch', () => {
    expect(pixels(value([2, 1, 2, 1], [0, 0, 1, 0]), 1, 'nhwc', [0, 1], 1)).toEqual([255, 255, 255, 255, 0, 0, 0, 255])
  })
  it('rejects strings', () => {
    expect(() => pixels({ dtype: 'string', shape: [1, 1, 2, 1], data: ['a', 'b'] }, 1, 'nhwc')).toThrow('string tensor')
  })
})
