import type { ResampleSource } from './source.ts'

interface Taps {
  readonly lower: Int32Array
  readonly upper: Int32Array
  readonly lerp: Float32Array
}

/** Half-pixel centres, as TensorFlow's `ResizeBilinear(half_pixel_centers=True)`: source position (i + ½)·in/out − ½, in float32. */
function taps(input: number, output: number): Taps {
  const scale = Math.fround(input / output)
  const lower = new Int32Array(output)
  const upper = new Int32Array(output)
  const lerp = new Float32Array(output)
  for (let i = 0; i < output; i++) {
    const position = Math.fround(Math.fround((i + 0.5) * scale) - 0.5)
    const floor = Math.floor(position)
    lower[i] = Math.max(floor, 0)
    upper[i] = Math.min(Math.ceil(position), input - 1)
    lerp[i] = position - floor
  }
  return { lower, upper, lerp }
}

/**
 * `tf.image.resize(method='bilinear', antialias=False)`: each output reads four pixels, whatever the scale. Returns
 * `[height, width, channels]`, 0…255, not rounded.
 */
export function resizeBilinear(
  { picture, crop, channels }: ResampleSource,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const { data } = picture
  const across = taps(crop.width, width)
  const down = taps(crop.height, height)
  const out = new Float32Array(width * height * channels)
  let o = 0
  for (let y = 0; y < height; y++) {
    const top = (crop.y + (down.lower[y] as number)) * picture.width + crop.x
    const bottom = (crop.y + (down.upper[y] as number)) * picture.width + crop.x
    const v = down.lerp[y] as number
    for (let x = 0; x < width; x++) {
      const left = across.lower[x] as number
      const right = across.upper[x] as number
      const u = across.lerp[x] as number
      for (let c = 0; c < channels; c++) {
        const a = data[(top + left) * 4 + c] as number
        const b = data[(bottom + left) * 4 + c] as number
        const t = a + ((data[(top + right) * 4 + c] as number) - a) * u
        const s = b + ((data[(bottom + right) * 4 + c] as number) - b) * u
        out[o++] = t + (s - t) * v
      }
    }
  }
  return out
}
