import { EngineError } from '../../base/errors.ts'
import type { Rgba } from './rgba.ts'

/**
 * Browsers with fingerprinting protection alter pixels read back from a canvas. Some flip an occasional lowest bit
 * (Brave), which does not affect predictions; Firefox's `resistFingerprinting` (Tor Browser, LibreWolf, Mullvad
 * Browser) returns random pixels, which would make the prediction random. Levels of 255.
 */
const tolerance = 4

/** Opaque, deterministic noise, small enough to be fast. */
export function testPicture(): Rgba {
  const data = new Uint8ClampedArray(16 * 16 * 4)
  let state = 1
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[i] = i % 4 === 3 ? 255 : state >>> 24
  }
  return { width: 16, height: 16, data }
}

/** Whether `read` returns the pixels that it was given. */
export function isFaithful(read: (picture: Rgba) => Rgba): boolean {
  const picture = testPicture()
  const { data } = read(picture)
  return picture.data.every((value, i) => Math.abs(value - (data[i] ?? Number.NaN)) <= tolerance)
}

/** Read-back is blocked, so the model would get wrong pixels. */
export function alteredError(name: string): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} cannot be read: the browser's fingerprinting protection alters its pixels.`,
    'Allow this page to extract canvas data, or turn that protection off for it, and reload; arrays (.npy, JSON, CSV) are not affected.',
  )
}

/** Draws to a canvas and reads back. */
export function throughCanvas({ width, height, data }: Rgba): Rgba {
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true })
  if (context === null) return { width: 0, height: 0, data: new Uint8ClampedArray() }
  context.putImageData(new ImageData(data, width, height), 0, 0)
  return { width, height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data.buffer) }
}
