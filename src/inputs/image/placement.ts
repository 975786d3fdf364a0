import type { Rectangle, Size } from '../../base/geometry.ts'
import type { PixelsValue } from '../input-value.ts'

/** The crop of the picture and its position in the input. */
export function placement(
  from: Size,
  to: Size,
  method: string,
): { readonly crop: Rectangle; readonly placed: Rectangle } {
  const all = { x: 0, y: 0, width: from.width, height: from.height }
  const full = { x: 0, y: 0, width: to.width, height: to.height }
  if (method === 'centre-crop') {
    const factor = Math.min(from.width / to.width, from.height / to.height)
    const width = Math.max(1, Math.min(from.width, Math.round(to.width * factor)))
    const height = Math.max(1, Math.min(from.height, Math.round(to.height * factor)))
    return {
      crop: { x: Math.floor((from.width - width) / 2), y: Math.floor((from.height - height) / 2), width, height },
      placed: full,
    }
  }
  if (method === 'fit') {
    const factor = Math.min(to.width / from.width, to.height / from.height)
    const width = Math.max(1, Math.min(to.width, Math.round(from.width * factor)))
    const height = Math.max(1, Math.min(to.height, Math.round(from.height * factor)))
    return {
      crop: all,
      placed: { x: Math.floor((to.width - width) / 2), y: Math.floor((to.height - height) / 2), width, height },
    }
  }
  return { crop: all, placed: full }
}

/** The placed picture with its border: `pad` (0…255) in every channel. */
export function padded(
  data: Float32Array<ArrayBuffer>,
  placed: Rectangle,
  size: Size,
  channels: 3 | 4,
  pad: number,
): PixelsValue {
  if (placed.width === size.width && placed.height === size.height) return { type: 'pixels', ...size, channels, data }
  const out = new Float32Array(size.width * size.height * channels).fill(pad)
  const row = placed.width * channels
  for (let y = 0; y < placed.height; y++) {
    out.set(data.subarray(y * row, (y + 1) * row), ((placed.y + y) * size.width + placed.x) * channels)
  }
  return { type: 'pixels', ...size, channels, data: out }
}
