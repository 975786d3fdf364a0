import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import references from '../fixtures/resize.json' with { type: 'json' }
import type { Raster } from '../image/rgba.ts'
import { resizeBilinear } from './bilinear.ts'
import { resample } from './index.ts'
import { whole } from './source.ts'
import { resizeTriangle } from './triangle.ts'

/** Spreads interleaved channels over RGBA. */
function raster(values: readonly number[], [height = 0, width = 0, channels = 1]: readonly number[]): Raster {
  const data = new Float32Array(width * height * 4)
  values.forEach((value, i) => {
    data[Math.floor(i / channels) * 4 + (i % channels)] = value
  })
  return { width, height, data }
}

function largestDifference(actual: ArrayLike<number>, expected: readonly number[], channels: number): number {
  return Math.max(
    ...expected.map((value, i) => Math.abs((actual[Math.floor(i / channels) * 4 + (i % channels)] as number) - value)),
  )
}

describe('against TensorFlow', () => {
  test.each(references.tensorflow)('$case', ({ kernel, from, to, input, output }) => {
    const [height = 0, width = 0, channels = 1] = to
    const resized = resample(kernel, whole(raster(input, from), 4), width, height)
    expect(largestDifference(resized, output, channels)).toBeLessThan(2e-4)
  })
})

describe('against Pillow', () => {
  test.each(references.pillow)('$from → $to', ({ from, to, input, bilinear, nearest }) => {
    const [height = 0, width = 0] = to
    const source = whole(raster(input, from), 4)
    expect(largestDifference(resizeTriangle(source, width, height), bilinear, 1)).toBeLessThan(2e-4)
    expect(largestDifference(resample('nearest', source, width, height), nearest, 1)).toBe(0)
  })
})

/** Deterministic noise, the worst case for scaling. */
function noise(width: number, height: number): Raster {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let i = 0; i < data.length; i++) data[i] = (Math.imul(i + 1, 2654435761) >>> 24) & 255
  return { width, height, data }
}

describe('against tf.image.resizeBilinear of TensorFlow.js with half-pixel centres', () => {
  test.each([
    [64, 48, 24, 24],
    [31, 17, 64, 64],
    [385, 200, 224, 224],
  ])('%i × %i → %i × %i', async (width, height, toWidth, toHeight) => {
    await tf.setBackend('cpu')
    const source = noise(width, height)
    const resized = tf.tidy(() => {
      const tensor = tf.tensor3d(Float32Array.from(source.data), [height, width, 4])
      return tf.image.resizeBilinear(tensor, [toHeight, toWidth], false, true)
    })
    const expected = await resized.data()
    resized.dispose()
    const actual = resizeBilinear(whole(source, 4), toWidth, toHeight)
    let largest = 0
    for (let i = 0; i < expected.length; i++)
      largest = Math.max(largest, Math.abs((actual[i] as number) - (expected[i] as number)))
    expect(largest).toBeLessThan(5e-3)
  })
})

test('a crop is scaled like a separate picture', () => {
  const source = noise(20, 16)
  const crop = { x: 3, y: 2, width: 9, height: 11 }
  const alone = { width: 9, height: 11, data: new Uint8ClampedArray(9 * 11 * 4) }
  for (let y = 0; y < 11; y++)
    alone.data.set(source.data.subarray(((y + 2) * 20 + 3) * 4, ((y + 2) * 20 + 12) * 4), y * 36)
  for (const kernel of ['bilinear', 'antialiased', 'nearest']) {
    expect(resample(kernel, { picture: source, crop, channels: 3 }, 5, 4)).toEqual(resample(kernel, whole(alone), 5, 4))
  }
})

test('resizing to the same size changes nothing', () => {
  const source = noise(7, 5)
  expect(Array.from(resample('bilinear', whole(source, 4), 7, 5))).toEqual(Array.from(source.data))
})

test('a uniform colour stays exact', () => {
  const even = { width: 50, height: 40, data: new Uint8ClampedArray(8000).fill(255) }
  expect(new Set(resizeBilinear(whole(even), 13, 7))).toEqual(new Set([255]))
})
