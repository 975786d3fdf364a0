import type { FrameImage } from './plan.ts'

/**
 * The pixels of a video frame as RGBA, without a canvas: browsers that draw in software keep a copy of each frame that was
 * drawn, up to some hundred megabytes. `null` for other pictures, for a frame that is shown rotated or scaled, and in a
 * browser that does not convert.
 */
export async function pixelsOfFrame(frame: FrameImage): Promise<Uint8ClampedArray<ArrayBuffer> | null> {
  if (!('copyTo' in frame)) return null
  const { displayWidth: width, displayHeight: height, visibleRect } = frame
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean }
  if (rotation !== 0 || flip || visibleRect?.width !== width || visibleRect.height !== height) return null
  const options = { format: 'RGBA', colorSpace: 'srgb' } as const
  try {
    // A browser that does not know the option answers with the size of its own format.
    if (frame.allocationSize(options) !== width * height * 4) return null
    const data = new Uint8ClampedArray(width * height * 4)
    await frame.copyTo(data, options)
    return data
  } catch {
    return null
  }
}
