import { describe, expect, it } from 'vitest'
import { pixelsOfFrame } from './frame-pixels.ts'
import type { FrameImage } from './plan.ts'

/** A video frame of 4 × 2 px whose bytes are all `value`. */
function frame(value: number, { rotation = 0, bytes = 32 } = {}): FrameImage {
  const made = {
    displayWidth: 4,
    displayHeight: 2,
    visibleRect: { width: 4, height: 2 },
    rotation,
    allocationSize: () => bytes,
    copyTo: async (into: Uint8ClampedArray) => into.fill(value),
  }
  return made as unknown as FrameImage
}

describe('the pixels of a frame', () => {
  it('are RGBA', async () => {
    expect(await pixelsOfFrame(frame(7))).toEqual(new Uint8ClampedArray(32).fill(7))
  })

  it('go into a spare array of their size, and into no other', async () => {
    const spare = new Uint8ClampedArray(32)
    expect(await pixelsOfFrame(frame(7), spare)).toBe(spare)
    expect(spare[31]).toBe(7)
    const small = new Uint8ClampedArray(16)
    const made = await pixelsOfFrame(frame(8), small)
    expect(made?.length).toBe(32)
    expect(small[0]).toBe(0)
  })

  it('are not read from a rotated frame, or where the browser does not convert', async () => {
    expect(await pixelsOfFrame(frame(7, { rotation: 90 }))).toBe(null)
    expect(await pixelsOfFrame(frame(7, { bytes: 12 }))).toBe(null)
  })
})
