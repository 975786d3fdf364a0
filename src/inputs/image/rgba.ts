import type { Colour } from '../../base/colour.ts'

/** RGBA, 0…255, row-major, alpha not premultiplied; floats if the file has more than 8 bits per channel. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer> | Float32Array<ArrayBuffer>
}

/** 8-bit RGBA. */
export interface Rgba extends Raster {
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

/** Share of pixels with an alpha below one half, 0…1. */
export function transparentShare({ data }: Raster): number {
  let count = 0
  for (let i = 3; i < data.length; i += 4) if ((data[i] as number) < 128) count++
  return data.length === 0 ? 0 : count / (data.length / 4)
}

export function isOpaque({ data }: Raster): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false
  return true
}

/** Composites over a uniform background: `c·α + background·(1 − α)`, rounded for 8 bits. */
export function composite({ width, height, data }: Raster, [red, green, blue]: Colour): Raster {
  const out = data instanceof Float32Array ? new Float32Array(data.length) : new Uint8ClampedArray(data.length)
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] as number) / 255
    out[i] = (data[i] as number) * alpha + red * (1 - alpha)
    out[i + 1] = (data[i + 1] as number) * alpha + green * (1 - alpha)
    out[i + 2] = (data[i + 2] as number) * alpha + blue * (1 - alpha)
    out[i + 3] = 255
  }
  return { width, height, data: out }
}
