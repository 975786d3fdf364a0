import { describe, expect, it } from 'vitest'
import type { Size } from '../../base/geometry.ts'
import type { Values } from '../../base/values.ts'
import { jobFor, picture, spec } from '../fixtures/index.ts'
import type { ImageValue, PixelsValue } from '../input-value.ts'
import { resizeStep } from './resize.ts'

/** A million pixels: the least for which scaling while decoding is used. */
const large = { width: 1000, height: 1000 }
const input = [null, 8, 8, 3]

/** Resizes a picture whose decoder can scale, and tells which of the two was used. */
async function resized(
  { width, height }: Size,
  shape: readonly (number | null)[],
  chosen: Values = {},
  scaled: ImageValue['scaled'] | null = async (_crop, w, h) => picture(w, h, () => [200]),
) {
  const used: string[] = []
  const image: ImageValue = {
    type: 'image',
    width,
    height,
    pixels: async () => {
      used.push('pixels')
      return picture(width, height, () => [100])
    },
    ...(scaled && {
      scaled: (...args) => {
        used.push('scaled')
        return scaled(...args)
      },
    }),
  }
  const job = jobFor(spec(shape))
  const values = { ...resizeStep.auto(image, job).values, ...chosen }
  const value = (await resizeStep.apply(image, values, job)) as PixelsValue
  return { used, value, notes: job.facts.notes.join() }
}

describe('scaling while decoding', () => {
  it('is used for large pictures', async () => {
    const { used, value, notes } = await resized(large, input)
    expect(used).toEqual(['scaled'])
    expect(value).toMatchObject({ width: 8, height: 8, channels: 3 })
    expect(new Set(value.data)).toEqual(new Set([200]))
    expect(notes).toMatch(/^scaled while decoding/)
  })

  it('keeps the border of a fit', async () => {
    const { used, value } = await resized({ width: 2000, height: 1000 }, input, { method: 'fit', pad: 7 })
    expect(used).toEqual(['scaled'])
    const column = Array.from({ length: 8 }, (_, y) => value.data[y * 8 * 3])
    expect(column).toEqual([7, 7, 200, 200, 200, 200, 7, 7])
  })

  it.each<[string, Size, readonly (number | null)[], Values]>([
    ['a small picture', { width: 1000, height: 999 }, input, {}],
    ['a small part of a large picture', { width: 3000, height: 500 }, input, { method: 'centre-crop' }],
    ['another kernel', large, input, { kernel: 'nearest' }],
    ['transparency', large, [null, 8, 8, 4], {}],
    ['a picture of the right size', large, [null, 1000, 1000, 3], {}],
  ])('is not used for %s', async (_what, size, shape, values) => {
    const { used, value } = await resized(size, shape, values)
    expect(used).toEqual(['pixels'])
    expect(value.data[0]).toBe(100)
  })

  it('gives way to the exact implementation in browsers that do not scale exactly, and for other formats', async () => {
    const inexact = await resized(large, input, {}, async () => null)
    expect(inexact).toMatchObject({ used: ['scaled', 'pixels'], notes: 'scaled by the exact implementation' })
    expect(inexact.value.data[0]).toBe(100)
    expect(await resized(large, input, {}, null)).toMatchObject({ used: ['pixels'] })
  })

  it('is not claimed for a picture that keeps its size', async () => {
    expect((await resized({ width: 8, height: 8 }, input)).notes).toBe('')
  })
})
