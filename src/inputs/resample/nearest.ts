import type { ResampleSource } from './source.ts'

/**
 * `tf.image.resize(method='nearest')`, which is `ResizeNearestNeighbor(half_pixel_centers=True)`: source index ⌊(i + ½)·in/out⌋.
 * Returns `[height, width, channels]`, 0…255.
 */
export function resizeNearest(
  { picture, crop, channels }: ResampleSource,
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const { data } = picture
  const columns = indices(crop.width, width)
  const rows = indices(crop.height, height)
  const out = new Float32Array(width * height * channels)
  let o = 0
  for (let y = 0; y < height; y++) {
    const row = (crop.y + (rows[y] as number)) * picture.width + crop.x
    for (let x = 0; x < width; x++) {
      const i = (row + (columns[x] as number)) * 4
      for (let c = 0; c < channels; c++) out[o++] = data[i + c] as number
    }
  }
  return out
}

function indices(input: number, output: number): Int32Array {
  const scale = Math.fround(input / output)
  return Int32Array.from({ length: output }, (_, i) => Math.min(Math.floor(Math.fround((i + 0.5) * scale)), input - 1))
}
