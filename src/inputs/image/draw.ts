import type { Raster } from './rgba.ts'

/** Bytes above which a picture is not worth a PNG for the page alone: 12 megapixels. */
const mostPixels = 12_000_000

/** The picture as a PNG of 8 bits, for the page; a large one at half the size, or a quarter, and so on. */
export async function pngOf({ width, height, data }: Raster): Promise<Blob> {
  let step = 1
  while ((width * height) / step ** 2 > mostPixels) step *= 2
  const [across, down] = [Math.ceil(width / step), Math.ceil(height / step)]
  const pixels = new Uint8ClampedArray(across * down * 4)
  for (let y = 0, to = 0; y < down; y++) {
    for (let x = 0; x < across; x++, to += 4) {
      const from = (y * width + x) * step * 4
      for (let c = 0; c < 4; c++) pixels[to + c] = data[from + c] as number
    }
  }
  const canvas = new OffscreenCanvas(across, down)
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, across, down), 0, 0)
  return canvas.convertToBlob()
}
