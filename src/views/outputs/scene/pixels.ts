import type { Size } from '../../../base/geometry.ts'

export const clear = 0

/** A canvas of packed colours: one number per pixel, because arrays of four would cost an allocation each. */
export function canvasOf({ width, height }: Size, colourAt: (pixel: number) => number): OffscreenCanvas {
  const rgba = new Uint8ClampedArray(width * height * 4)
  const pixels = new Uint32Array(rgba.buffer)
  for (let pixel = 0; pixel < pixels.length; pixel++) pixels[pixel] = colourAt(pixel)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  return canvas
}

/** An opaque colour; red is the lowest byte, which comes first on the little-endian machines that browsers run on. */
export function packed(red: number, green: number, blue: number): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}

/** The colour of `#rrggbb`. */
export function packedHue(hue: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hue.slice(at, at + 2), 16))
  return packed(red, green, blue)
}
