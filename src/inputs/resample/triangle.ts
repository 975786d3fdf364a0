import { throwIfAborted } from '../../base/abort.ts'
import type { Raster } from '../image/rgba.ts'
import type { ResampleSource } from './source.ts'

interface Spans {
  readonly start: Int32Array
  readonly count: Int32Array
  /** `stride` weights per output, summing to 1. */
  readonly weights: Float32Array
  readonly stride: number
}

/**
 * A triangle filter two source pixels wide, widened by the scale when scaling down and normalised at the edges:
 * TensorFlow's `ScaleAndTranslate(kernel_type='triangle', antialias=True)` and Pillow's `BILINEAR`.
 */
function spansOf(input: number, output: number): Spans {
  const inverse = input / output
  const radius = Math.max(inverse, 1)
  const stride = Math.ceil(radius) * 2 + 1
  const start = new Int32Array(output)
  const count = new Int32Array(output)
  const weights = new Float32Array(output * stride)
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * inverse
    const first = Math.max(Math.ceil(centre - radius - 0.5), 0)
    const last = Math.min(Math.floor(centre + radius - 0.5), input - 1)
    let sum = 0
    for (let j = first; j <= last; j++) sum += Math.max(0, 1 - Math.abs((j + 0.5 - centre) / radius))
    for (let j = first; j <= last; j++) {
      weights[i * stride + j - first] = Math.max(0, 1 - Math.abs((j + 0.5 - centre) / radius)) / sum
    }
    start[i] = first
    count[i] = last - first + 1
  }
  return { start, count, weights, stride }
}

/**
 * `tf.image.resize(method='bilinear', antialias=True)`, also Pillow's `resize(BILINEAR)` except for its rounding to 8
 * bits. Two passes, rows first. Returns `[height, width, channels]`, 0…255, not rounded. Raises `cancelled`.
 */
export function resizeTriangle(
  source: ResampleSource,
  width: number,
  height: number,
  signal?: AbortSignal,
): Float32Array<ArrayBuffer> {
  const { picture, crop, channels } = source
  const down = spansOf(crop.height, height)
  const across = spansOf(crop.width, width)
  const out = new Float32Array(width * height * channels)
  const column = new Float32Array(crop.width * channels)
  for (let y = 0; y < height; y++) {
    if (y % 32 === 0) throwIfAborted(signal)
    column.fill(0)
    for (let k = 0; k < (down.count[y] as number); k++) {
      const weight = down.weights[y * down.stride + k] as number
      const row = (crop.y + (down.start[y] as number) + k) * picture.width + crop.x
      addRow(column, picture.data, row * 4, channels, weight)
    }
    gather(out, y * width * channels, column, channels, across)
  }
  return out
}

function addRow(column: Float32Array, data: Raster['data'], from: number, channels: number, weight: number): void {
  let i = from
  for (let o = 0; o < column.length; o += channels, i += 4) {
    for (let c = 0; c < channels; c++) column[o + c] = (column[o + c] as number) + (data[i + c] as number) * weight
  }
}

function gather(out: Float32Array, at: number, column: Float32Array, channels: number, spans: Spans): void {
  let o = at
  for (let x = 0; x < spans.start.length; x++) {
    const from = (spans.start[x] as number) * channels
    const weightsFrom = x * spans.stride
    for (let c = 0; c < channels; c++) {
      let sum = 0
      for (let k = 0; k < (spans.count[x] as number); k++) {
        sum += (column[from + k * channels + c] as number) * (spans.weights[weightsFrom + k] as number)
      }
      out[o++] = sum
    }
  }
}
