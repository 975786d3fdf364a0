import type { Orientation } from '../../base/geometry.ts'
import type { Raster } from './rgba.ts'

/** Turns and mirrors a picture so that it is upright; `orientation` as in EXIF. */
export function upright(picture: Raster, orientation: Orientation): Raster {
  if (orientation === 1) return picture
  const { width, height, data } = picture
  const sideways = orientation >= 5
  const [across, down] = sideways ? [height, width] : [width, height]
  const out = data instanceof Float32Array ? new Float32Array(data.length) : new Uint8ClampedArray(data.length)
  const right = [2, 3, 7, 8].includes(orientation)
  const bottom = [3, 4, 6, 7].includes(orientation)
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const column = sideways ? y : x
      const row = sideways ? x : y
      const from = ((bottom ? height - 1 - row : row) * width + (right ? width - 1 - column : column)) * 4
      const to = (y * across + x) * 4
      for (let c = 0; c < 4; c++) out[to + c] = data[from + c] as number
    }
  }
  return { width: across, height: down, data: out }
}
