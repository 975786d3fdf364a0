import type { Picture } from '../base/plan.ts'
import type { TensorData, TensorStats, TensorValue } from '../base/tensor.ts'
import { matchesImage } from './image/target.ts'
import type { Job } from './job.ts'

/** Longest side of the picture on the page; larger inputs are subsampled, not averaged. */
const maxSide = 512

/** Converts an element back to an 8-bit value: (x − offset) / factor, per channel. */
type Affine = NonNullable<Job['facts']['affine']>

type Numbers = Exclude<TensorData, readonly string[]>

export interface DrawOptions {
  readonly stats: TensorStats
  readonly fromPicture: boolean
  readonly job: Job
}

/**
 * The picture that the model sees: an element of the batch, drawn from the actual input tensor. Only scaling and channel
 * order are undone for display. `null` if the tensor is not a picture, or has fewer elements.
 */
export function drawPicture(
  { shape, data, dtype }: TensorValue,
  row: number,
  { stats, fromPicture, job }: DrawOptions,
): Picture | null {
  const { image } = job
  if (image === null || dtype === 'string' || dtype === 'complex64') return null
  if (!fromPicture && !matchesImage(image, shape)) return null
  const { axes, channels } = image
  const height = axes.height === null ? image.height : shape[axes.height]
  const width = axes.width === null ? image.width : shape[axes.width]
  if (height === null || height === undefined || width === null || width === undefined || height < 2 || width < 2)
    return null
  const affine = job.facts.affine ?? (fromPicture ? null : rangeOf(stats))
  const strides =
    image.layout === 'nchw' && axes.channels !== null
      ? { pixel: 1, channel: height * width }
      : { pixel: channels, channel: 1 }
  const size = width * height * channels
  const element = (data as Numbers).subarray(row * size, (row + 1) * size)
  if (element.length < size) return null
  return draw(element, { width, height, channels, strides, affine, bgr: job.facts.bgr === true })
}

interface Layout {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly strides: { readonly pixel: number; readonly channel: number }
  readonly affine: Affine | null
  readonly bgr: boolean
}

function draw(data: Numbers, { width, height, channels, strides, affine, bgr }: Layout): Picture {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / maxSide))
  const out = { width: Math.ceil(width / step), height: Math.ceil(height / step) }
  const rgba = new Uint8ClampedArray(out.width * out.height * 4)
  const order = channels === 1 ? [0, 0, 0] : bgr ? [2, 1, 0] : [0, 1, 2]
  const at = (pixel: number, c: number): number => {
    const value = data[pixel * strides.pixel + c * strides.channel] as number
    if (affine === null) return value
    const last = affine.factor.length - 1
    const k = Math.min(c, last)
    return (value - (affine.offset[k] as number)) / (affine.factor[k] as number)
  }
  let o = 0
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      const pixel = y * step * width + x * step
      for (const c of order) rgba[o++] = at(pixel, c)
      rgba[o++] = channels === 4 ? at(pixel, 3) : 255
    }
  }
  return { ...out, rgba }
}

/** For tensors of unknown scaling: 0…1, −1…1 or 0…255, guessed from the values, else from minimum to maximum. */
function rangeOf({ min, max }: TensorStats): Affine | null {
  const to = (low: number, high: number): Affine => ({ factor: [(high - low) / 255], offset: [low] })
  if (min >= 0 && max <= 1) return to(0, 1)
  if (min >= -1 && max <= 1) return to(-1, 1)
  if (min >= 0 && max > 64 && max <= 255) return null
  return max > min ? to(min, max) : null
}
