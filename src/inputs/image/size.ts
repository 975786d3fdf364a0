import { EngineError } from '../../base/errors.ts'
import { formatBytes, formatCount } from '../../base/format.ts'
import { ascii } from './formats.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Bytes of a decoded picture. 200 megapixels of 8 bits are more than any camera's; a file of a few kilobytes can state 4 billion. */
const mostBytes = 800_000_000

/** The size in the header of a PNG, GIF, BMP or extended WebP; `null` for other formats. `head`: 32 bytes or more. */
export function statedSize(head: Uint8Array, label: string): Size | null {
  if (head.length < 32) return null
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (label === 'PNG') return { width: view.getUint32(16), height: view.getUint32(20) }
  if (label === 'GIF') return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (label === 'BMP') return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  if (label === 'WebP' && ascii(head, 12, 16) === 'VP8X')
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) }
  return null
}

/** Raises `input-unreadable` for a picture that would take too much memory, before it is decoded. */
export function checkSize({ width, height }: Size, name: string, bytesPerPixel = 4): void {
  const bytes = width * height * bytesPerPixel
  if (bytes <= mostBytes) return
  throw new EngineError(
    'input-unreadable',
    `${name} states ${formatCount(width)} × ${formatCount(height)} pixels, ${formatBytes(bytes)} when decoded; the limit is ${formatBytes(mostBytes)}.`,
    'Save it at a smaller size.',
  )
}
