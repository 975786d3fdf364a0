import { throwIfAborted } from '../../base/abort.ts'
import { ascii } from './formats.ts'

/** What is used of `ImageDecoder` (WebCodecs), which Safari lacks. */
interface FrameDecoder {
  readonly tracks: { readonly ready: Promise<void>; readonly selectedTrack: { readonly frameCount: number } | null }
  readonly completed: Promise<void>
  decode(options: { readonly frameIndex: number }): Promise<{ readonly image: VideoFrame }>
  close(): void
}

type CreateDecoder = new (of: {
  readonly type: string
  readonly data: ArrayBuffer
  readonly colorSpaceConversion: 'none'
}) => FrameDecoder

/** Media types of the formats that can be animated, by their labels. */
const types: Readonly<Record<string, string>> = {
  GIF: 'image/gif',
  WebP: 'image/webp',
  PNG: 'image/png',
  AVIF: 'image/avif',
}

/** Whether the first bytes allow for several frames: every GIF, and others that say so. */
export function mayBeAnimated(head: Uint8Array, label: string): boolean {
  if (label === 'GIF') return true
  if (label === 'WebP') return ascii(head, 12, 16) === 'VP8X' && ((head[20] ?? 0) & 2) !== 0
  if (label === 'PNG') return ascii(head, 37, 41) === 'acTL'
  return label === 'AVIF' && ascii(head, 8, 12) === 'avis'
}

/** The frames of an animated picture; `null` if it has one, or if this browser decodes the first one only. */
export async function openFrames(blob: Blob, label: string, signal?: AbortSignal): Promise<Frames | null> {
  const { ImageDecoder } = globalThis as unknown as { readonly ImageDecoder?: CreateDecoder }
  const type = types[label]
  if (ImageDecoder === undefined || type === undefined) return null
  const decoder = new ImageDecoder({ type, data: await blob.arrayBuffer(), colorSpaceConversion: 'none' })
  try {
    await decoder.tracks.ready
    await decoder.completed
    throwIfAborted(signal)
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1
    if (count > 1) return { count, bitmap: (index) => bitmapAt(decoder, index), close: () => decoder.close() }
  } catch {
    throwIfAborted(signal)
    // The ordinary decoder reports what is wrong.
  }
  decoder.close()
  return null
}

export interface Frames {
  readonly count: number
  /** A frame, from 0, as it is shown. Rejects if it is damaged. */
  bitmap(index: number): Promise<ImageBitmap>
  close(): void
}

async function bitmapAt(decoder: FrameDecoder, frameIndex: number): Promise<ImageBitmap> {
  const { image } = await decoder.decode({ frameIndex })
  try {
    return await createImageBitmap(image, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
  } finally {
    image.close()
  }
}
