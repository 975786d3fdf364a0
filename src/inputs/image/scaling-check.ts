import type { Rectangle } from '../../base/geometry.ts'
import { resizeBilinear } from '../resample/bilinear.ts'
import { decodeScaled, decodeWhole } from './decode.ts'

/** Rounding to 8 bits accounts for ½; the rest is the browser's fixed-point arithmetic. */
const tolerance = 0.52

/** Scaling ratios on both sides of the powers of two at which JPEG decoders may take shortcuts. */
const cases: readonly { readonly crop: Rectangle; readonly width: number; readonly height: number }[] = [
  { crop: { x: 0, y: 0, width: 283, height: 211 }, width: 24, height: 20 },
  { crop: { x: 0, y: 0, width: 283, height: 211 }, width: 224, height: 224 },
  { crop: { x: 36, y: 0, width: 211, height: 211 }, width: 56, height: 56 },
]

let answer: Promise<boolean> | null = null

/**
 * Whether this browser scales while decoding exactly as `tf.image.resize` does without antialiasing. Checked once, on a
 * generated JPEG.
 */
export function isScalingExact(): Promise<boolean> {
  answer ??= check().catch(() => false)
  return answer
}

async function check(): Promise<boolean> {
  const canvas = new OffscreenCanvas(283, 211)
  const context = canvas.getContext('2d')
  if (context === null) return false
  const image = context.createImageData(283, 211)
  let state = 1
  for (let i = 0; i < image.data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    image.data[i] = i % 4 === 3 ? 255 : state >>> 24
  }
  context.putImageData(image, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
  const picture = await decodeWhole(blob, 'the test picture')
  for (const { crop, width, height } of cases) {
    const exact = resizeBilinear({ picture, crop, channels: 4 }, width, height)
    const { data } = await decodeScaled(blob, crop, width, height)
    for (let i = 0; i < exact.length; i++) {
      if (Math.abs((exact[i] as number) - (data[i] as number)) > tolerance) return false
    }
  }
  return true
}
