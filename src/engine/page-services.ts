import { EngineError, messageOf } from '../base/errors.ts'
import type { DecodedSound, DecodeRequest, DrawnPixels, DrawRequest, Services } from './services.ts'

/** The services of a browser's page. */
export const pageServices: Services = { decodeSound, drawSvg }

/**
 * `decodeAudioData` resamples to the rate of its context, so the context gets the rate of the file. It exists on pages
 * only.
 */
async function decodeSound({ bytes, rate }: DecodeRequest): Promise<DecodedSound> {
  if (typeof OfflineAudioContext === 'undefined')
    throw new EngineError('input-unsupported', 'This browser cannot decode sounds.', 'Save the sound as WAV.')
  try {
    const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.buffer)
    return { channels: Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c).slice()) }
  } catch (error) {
    throw new EngineError('input-unreadable', 'The browser cannot decode the sound.', '', messageOf(error))
  }
}

/** Only an image element draws SVG; it runs no scripts of the drawing and loads nothing from elsewhere. */
async function drawSvg({ text, width, height }: DrawRequest): Promise<DrawnPixels> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error(`no canvas of ${width} × ${height} pixels`)
    context.drawImage(image, 0, 0, width, height)
    return { data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data.buffer) }
  } catch (error) {
    const hint = 'Open it in a browser tab to see what is wrong with it, or save it as PNG.'
    throw new EngineError('input-unreadable', 'The browser cannot draw this SVG.', hint, messageOf(error))
  } finally {
    URL.revokeObjectURL(url)
  }
}
