import type { LiveSource } from '../contract.ts'
import { devicesOf, mediaDevices, openingError } from './devices.ts'
import { streamFeed } from './stream.ts'

const words = { name: 'The camera', kind: 'camera' }

/** Large enough for every common model, and small enough that a frame costs little. */
const wanted = { width: { ideal: 640 }, height: { ideal: 480 } }

export const camera: LiveSource = {
  id: 'camera',
  label: 'Camera',
  start: 'Start the camera',
  promise:
    'The browser will ask for the camera. Its picture stays in this tab: it is never stored or sent, and a recording is kept only when you save it.',
  feeds: 'pictures',
  item: 'frame',
  continuous: true,
  open: async ({ device }) => {
    const devices = mediaDevices(words)
    const which = device === null ? { facingMode: { ideal: 'user' } } : { deviceId: { exact: device } }
    const stream = await devices.getUserMedia({ video: { ...wanted, ...which }, audio: false }).catch((error) => {
      throw openingError(error, words)
    })
    const feed = await streamFeed(stream, 'Camera', words.name)
    // A camera that faces away shows what the person sees, so it is no mirror.
    const mirrored = stream.getVideoTracks()[0]?.getSettings().facingMode !== 'environment'
    return {
      ...feed,
      facts: () => ({ ...feed.facts(), mirrored }),
      devices: () => devicesOf('videoinput', words, 'Camera'),
    }
  },
}
