import type { LiveSource } from '../contract.ts'
import { mediaDevices, openingError } from './devices.ts'
import { streamFeed } from './stream.ts'

const words = { name: 'The screen', kind: 'screen' }

export const screen: LiveSource = {
  id: 'screen',
  label: 'Screen',
  start: 'Share a screen',
  promise:
    'The browser will ask which tab, window or screen to share. Its picture stays in this tab: it is never stored or sent, and a recording is kept only when you save it.',
  feeds: 'pictures',
  item: 'frame',
  continuous: true,
  open: async () => {
    const devices = mediaDevices(words)
    const stream = await devices.getDisplayMedia({ video: { frameRate: 30 }, audio: false }).catch((error) => {
      throw openingError(error, words)
    })
    return streamFeed(stream, 'Screen', words.name)
  },
}
