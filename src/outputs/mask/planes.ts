import type { PictureInput } from '../picture-input.ts'

/** A tensor as one plane of numbers per channel: channel k of pixel p is `data[start + p * step + k * stride]`. */
export interface Planes {
  readonly batch: number
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly step: number
  readonly stride: number
}

/** A smaller map says little about single pixels. */
const smallest = 16
/** Shapes that differ by less are those of one picture, scaled and rounded. */
const tolerance = 0.03

/**
 * Reads a shape as maps over the picture: `[b, h, w, c]`, `[b, c, h, w]` or `[b, h, w]`, not larger than the input and of
 * its proportions. `null` for anything else.
 */
export function planesOf(shape: readonly number[], input: PictureInput): Planes | null {
  const [batch = 0, second = 0, third = 0, last = 0] = shape
  if (batch < 1 || input.frame.of === 'unit') return null
  if (shape.length === 3) return fits(third, second, input) ? planes(batch, third, second, 1, 'last') : null
  if (shape.length !== 4) return null
  if (fits(third, second, input)) return planes(batch, third, second, last, 'last')
  return fits(last, third, input) ? planes(batch, last, third, second, 'first') : null
}

function fits(width: number, height: number, input: PictureInput): boolean {
  if (Math.min(width, height) < smallest || width > input.width || height > input.height) return false
  return Math.abs((width * input.height) / (height * input.width) - 1) < tolerance
}

function planes(batch: number, width: number, height: number, channels: number, order: 'first' | 'last'): Planes {
  const size = width * height
  const steps = order === 'last' ? { step: channels, stride: 1 } : { step: 1, stride: size }
  return { batch, width, height, channels, ...steps }
}
