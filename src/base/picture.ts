import type { Frame } from './frame.ts'
import type { Rectangle } from './geometry.ts'
import type { Picture } from './plan.ts'
import { numbersOf, type TensorValue } from './tensor.ts'

export interface ImageReading {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3 | 4
  readonly layout: 'nhwc' | 'nchw'
  /** Pictures in the batch. */
  readonly count: number
  /** The detected value range; drawn from black to white. */
  readonly range: readonly [number, number]
  /** The picture that it was made of, and where it lies on that; absent if it was made of none, or has another shape. */
  readonly before?: { readonly frame: Frame; readonly place: Rectangle }
  readonly note: string
}

type Layout = Pick<ImageReading, 'width' | 'height' | 'channels' | 'layout'>

/**
 * Renders one picture of a batch as 8-bit RGBA: maps `range` linearly to 0…255, rounded and clipped. One channel is
 * grey, four include alpha; NaN and infinities are magenta. Raises `input-dtype` for strings.
 */
export function rgbaOf(value: TensorValue, geometry: Layout, range: readonly [number, number], index: number): Picture {
  const { width, height, channels, layout } = geometry
  const data = numbersOf(value)
  const pixels = width * height
  const rgba = new Uint8ClampedArray(pixels * 4)
  const start = index * pixels * channels
  const [pixelStep, channelStep] = layout === 'nhwc' ? [channels, 1] : [1, pixels]
  const [low, high] = range
  const factor = high === low ? 0 : 255 / (high - low)
  const green = channels === 1 ? 0 : channelStep
  const blue = green * 2
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = start + pixel * pixelStep
    const r = data[at] as number
    const g = data[at + green] as number
    const b = data[at + blue] as number
    const a = channels === 4 ? (data[at + 3 * channelStep] as number) : high
    const to = pixel * 4
    if (Number.isFinite(r + g + b + a)) {
      rgba[to] = Math.round((r - low) * factor)
      rgba[to + 1] = Math.round((g - low) * factor)
      rgba[to + 2] = Math.round((b - low) * factor)
      rgba[to + 3] = channels === 4 ? Math.round((a - low) * factor) : 255
    } else {
      rgba[to] = 255
      rgba[to + 2] = 255
      rgba[to + 3] = 255
    }
  }
  return { width, height, rgba }
}
