import type { FrameImage } from './plan.ts'

/** RGBA, 0…255, row-major. */
export type FramePixels = Uint8ClampedArray<ArrayBuffer>

/**
 * The pixels of a video frame as RGBA, without a canvas: browsers that draw in software keep a copy of each frame that was
 * drawn, up to some hundred megabytes. `null` for other pictures, for a frame that is shown rotated or scaled, and in a
 * browser that does not convert. `spare` is filled and returned if it has the size: new arrays for thirty frames a second
 * take memory faster than it is collected.
 */
export async function pixelsOfFrame(frame: FrameImage, spare: FramePixels | null = null): Promise<FramePixels | null> {
  if (!('copyTo' in frame)) return null
  const { displayWidth: width, displayHeight: height, visibleRect } = frame
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean }
  if (rotation !== 0 || flip || visibleRect?.width !== width || visibleRect.height !== height) return null
  const options = { format: 'RGBA', colorSpace: 'srgb' } as const
  try {
    // A browser that does not know the option answers with the size of its own format.
    if (frame.allocationSize(options) !== width * height * 4) return null
    const bytes = width * height * 4
    const data = spare?.length === bytes ? spare : new Uint8ClampedArray(bytes)
    await frame.copyTo(data, options)
    return data
  } catch {
    return null
  }
}
