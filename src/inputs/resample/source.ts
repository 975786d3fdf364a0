import type { Rectangle } from '../../base/geometry.ts'
import type { Raster } from '../image/rgba.ts'

/** A rectangle of a picture; with 3 `channels`, alpha is ignored. */
export interface ResampleSource {
  readonly picture: Raster
  readonly crop: Rectangle
  readonly channels: 3 | 4
}

export function whole(picture: Raster, channels: 3 | 4 = 3): ResampleSource {
  return { picture, crop: { x: 0, y: 0, width: picture.width, height: picture.height }, channels }
}

/** Copies the rectangle as floats, 0…255. */
export function copy({ picture, crop, channels }: ResampleSource): Float32Array<ArrayBuffer> {
  const out = new Float32Array(crop.width * crop.height * channels)
  const { data } = picture
  let o = 0
  for (let y = 0; y < crop.height; y++) {
    let i = ((crop.y + y) * picture.width + crop.x) * 4
    for (let x = 0; x < crop.width; x++, i += 4) {
      out[o++] = data[i] as number
      out[o++] = data[i + 1] as number
      out[o++] = data[i + 2] as number
      if (channels === 4) out[o++] = data[i + 3] as number
    }
  }
  return out
}
