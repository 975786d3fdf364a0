import type { Orientation } from '../../base/geometry.ts'
import type { ByteSource } from '../../files/tree.ts'

export interface JpegHeader {
  /** As stored, before orientation. */
  readonly width: number
  readonly height: number
  readonly components: number
  /** EXIF orientation 1…8; 1 if absent. */
  readonly orientation: Orientation
}

/** Frame headers: SOF0…SOF15 except DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Maximum number of segments to read; pictures have a few tens at most. */
const maxSegments = 1000

/**
 * Walks the segments of a JPEG up to its frame header, reading only the headers it needs (ITU-T T.81, annex B). `null`
 * if parsing fails: the picture then has to be decoded to get its size.
 */
export async function readJpegHeader(source: ByteSource, signal?: AbortSignal): Promise<JpegHeader | null> {
  let at = 2
  let orientation: Orientation = 1
  for (let i = 0; i < maxSegments && at + 4 <= source.size; i++) {
    const head = await source.read(at, Math.min(at + 10, source.size), signal)
    if (head[0] !== 0xff || head.length < 10) return null
    const marker = head[1] as number
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = ((head[2] as number) << 8) | (head[3] as number)
    if (isFrame(marker)) {
      const height = ((head[5] as number) << 8) | (head[6] as number)
      const width = ((head[7] as number) << 8) | (head[8] as number)
      return width > 0 && height > 0 ? { width, height, components: head[9] as number, orientation } : null
    }
    if (marker === 0xda || length < 2) return null
    if (marker === 0xe1 && orientation === 1) {
      orientation = exifOrientation(await source.read(at + 4, Math.min(at + 2 + length, source.size), signal))
    }
    at += 2 + length
  }
  return null
}

/** The orientation tag (0x0112) in the first directory of an `Exif\0\0` segment; 1 if absent (Exif 2.3, 4.6.2). */
function exifOrientation(segment: Uint8Array): Orientation {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength)
  if (view.byteLength < 14 || view.getUint32(0) !== 0x45786966) return 1
  const order = view.getUint16(6)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const little = order === 0x4949
  const directory = 6 + view.getUint32(10, little)
  if (directory + 2 > view.byteLength) return 1
  const entries = view.getUint16(directory, little)
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > view.byteLength) return 1
    if (view.getUint16(entry, little) !== 0x0112) continue
    const value = view.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? (value as Orientation) : 1
  }
  return 1
}
