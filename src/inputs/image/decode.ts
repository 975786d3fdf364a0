import { throwIfAborted } from '../../base/abort.ts'
import { EngineError } from '../../base/errors.ts'
import type { Rectangle } from '../../base/geometry.ts'
import { alteredError, isFaithful, throughCanvas } from './read-back.ts'
import type { Rgba } from './rgba.ts'

/**
 * Applies EXIF orientation, so that the model sees the picture as the user does. Does not premultiply alpha or convert
 * colours to the screen's colour space: models are trained on the stored values, and `tf.io.decode_image` ignores
 * colour profiles too.
 */
const options: ImageBitmapOptions = { imageOrientation: 'from-image', colorSpaceConversion: 'none' }
/** Not used to scale JPEGs: they have no alpha, and decode in a third less time without `premultiplyAlpha`. */
const withAlpha: ImageBitmapOptions = { ...options, premultiplyAlpha: 'none' }

/** Decodes a picture with the browser's decoders. Raises `input-unreadable`, `cancelled`. */
export async function decodeWhole(blob: Blob, name: string, signal?: AbortSignal): Promise<Rgba> {
  throwIfAborted(signal)
  return pixelsOf(await bitmapOf(blob, name), name)
}

/** The pixels of a bitmap, which is closed. Raises `input-unreadable`. */
export async function pixelsOf(bitmap: ImageBitmap, name: string): Promise<Rgba> {
  try {
    // Check at every picture, because the user may grant the permission in the meantime.
    if (isFaithful(throughCanvas)) return await readBack(bitmap)
  } catch (error) {
    const size = `${bitmap.width} × ${bitmap.height}`
    throw new EngineError(
      'input-unreadable',
      `${name} has ${size} pixels, too many for this browser to read back.`,
      'Save it at a smaller size.',
      error,
    )
  } finally {
    bitmap.close()
  }
  throw alteredError(name)
}

/**
 * Decodes, crops and scales an opaque picture in one call with the browser's `low` quality: bilinear without
 * antialiasing if `isScalingExact`.
 */
export async function decodeScaled(blob: Blob, crop: Rectangle, width: number, height: number): Promise<Rgba> {
  const size = { resizeWidth: width, resizeHeight: height, resizeQuality: 'low' } as const
  const bitmap = await createImageBitmap(blob, crop.x, crop.y, crop.width, crop.height, { ...options, ...size })
  try {
    return drawn(bitmap, false)
  } finally {
    bitmap.close()
  }
}

async function bitmapOf(blob: Blob, name: string): Promise<ImageBitmap> {
  if (typeof createImageBitmap === 'undefined') {
    throw new EngineError('input-unsupported', `${name} is a picture, which only a browser can decode.`)
  }
  try {
    return await createImageBitmap(blob, withAlpha)
  } catch (error) {
    const hint =
      'The file may be damaged or truncated, or use a variant that this browser does not support. Save it again as PNG or JPEG.'
    throw new EngineError(
      'input-unreadable',
      `${name} looks like a picture, but this browser cannot decode it.`,
      hint,
      error,
    )
  }
}

/**
 * The bitmap's pixels. A canvas premultiplies alpha and so loses the colours of transparent pixels; a video frame does
 * not, and is used if available and the picture is not opaque.
 */
async function readBack(bitmap: ImageBitmap): Promise<Rgba> {
  const plain = drawn(bitmap, true)
  for (let i = 3; i < plain.data.length; i += 4) {
    if (plain.data[i] !== 255) return (await copied(bitmap)) ?? plain
  }
  return plain
}

function drawn(bitmap: ImageBitmap, alpha: boolean): Rgba {
  const { width, height } = bitmap
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { alpha, willReadFrequently: true })
  if (context === null)
    throw new EngineError('input-unreadable', `The browser cannot create a canvas of ${width} × ${height} pixels.`)
  context.drawImage(bitmap, 0, 0)
  return { width, height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data.buffer) }
}

async function copied(bitmap: ImageBitmap): Promise<Rgba | null> {
  if (typeof VideoFrame === 'undefined') return null
  const frame = new VideoFrame(bitmap, { timestamp: 0, alpha: 'keep' })
  try {
    const order = frame.format
    if (order !== 'RGBA' && order !== 'BGRA') return null
    const data = new Uint8ClampedArray(frame.allocationSize())
    if (data.length !== bitmap.width * bitmap.height * 4) return null
    await frame.copyTo(data)
    if (order === 'BGRA') swap(data)
    return { width: bitmap.width, height: bitmap.height, data }
  } catch {
    return null
  } finally {
    frame.close()
  }
}

function swap(data: Uint8ClampedArray): void {
  for (let i = 0; i < data.length; i += 4) {
    const blue = data[i] as number
    data[i] = data[i + 2] as number
    data[i + 2] = blue
  }
}
