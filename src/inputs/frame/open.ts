import { EngineError } from '../../base/errors.ts'
import { type FramePixels, pixelsOfFrame } from '../../base/frame-pixels.ts'
import type { Size } from '../../base/geometry.ts'
import type { FrameImage } from '../../base/plan.ts'
import { alteredError, isFaithful, throughCanvas } from '../image/read-back.ts'
import type { Rgba } from '../image/rgba.ts'
import type { OpenedInput } from '../input-format.ts'

/** A frame of a live source: an opaque picture in the orientation in which it is shown. */
export function openedFrame(frame: FrameImage, name: string): OpenedInput {
  const size = frameSize(frame)
  return {
    source: `${name}, ${size.width} × ${size.height}`,
    auto: () => ({ values: {}, reason: 'the newest frame when the run began' }),
    fields: () => [],
    inputValue: () => ({ type: 'image', ...size, pixels: () => pixelsOf(frame, size, name) }),
    summary: () => 'taken as shown',
  }
}

/** The size at which a frame is shown, after its rotation. */
function frameSize(frame: FrameImage): Size {
  if ('displayWidth' in frame) return { width: frame.displayWidth, height: frame.displayHeight }
  const { width, height } = frame
  return { width, height }
}

/** The pixels of the last frame. Inputs are prepared in turn, and no step keeps the pixels that it was given. */
let spare: FramePixels | null = null

/** The canvas of the last frame; a new one for each frame would cost about as much as the drawing. */
let last: OffscreenCanvas | null = null

/** Converts the frame, or draws it where the browser does not. Raises `input-unreadable`. */
async function pixelsOf(frame: FrameImage, { width, height }: Size, name: string): Promise<Rgba> {
  const data = await pixelsOfFrame(frame, spare)
  if (data !== null) {
    spare = data
    return { width, height, data }
  }
  if (!isFaithful(throughCanvas)) throw alteredError(name)
  if (last?.width !== width || last.height !== height) last = new OffscreenCanvas(width, height)
  const context = last.getContext('2d', { alpha: false, willReadFrequently: true })
  if (context === null)
    throw new EngineError('input-unreadable', `The browser cannot create a canvas of ${width} × ${height} pixels.`)
  context.drawImage(frame, 0, 0, width, height)
  return { width, height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data.buffer) }
}
