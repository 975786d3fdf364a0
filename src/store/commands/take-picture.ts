import { EngineError, toPlainError } from '../../base/errors.ts'
import type { LivePicture } from '../../live/contract.ts'
import { liveSource } from '../../live/sources/index.ts'
import { liveFeed } from '../live-feed.ts'
import { patch, store } from '../store.ts'
import { dropFiles } from './drop.ts'

/** Makes the picture on the screen an ordinary input file, and runs it. Never fails. */
export async function takePicture(): Promise<void> {
  const { picture } = liveFeed.getState()
  const { source } = store.getState().live
  if (picture === null || source === null) return
  try {
    const blob = await pngOf(picture)
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '')
    const name = `${liveSource(source).id}-${time}.png`
    await dropFiles([{ path: name, file: new File([blob], name, { type: 'image/png' }) }], 'inputs')
  } catch (error) {
    const failure = new EngineError('internal', 'The picture could not be taken.', 'Try again.', error)
    patch('page', { error: toPlainError(failure) })
  }
}

/** The picture as the model gets it: not mirrored. */
function pngOf({ image, width, height }: LivePicture): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d', { alpha: false })?.drawImage(image, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/png' })
}
