import type { Envelope } from '../../base/sound.ts'
import { lengthOf, type Sound } from './sound.ts'

/** Parts that the page draws at most; more would be finer than the pixels of a screen. */
const parts = 1000

/** The lowest and highest sample of each of up to 1000 equal parts, over all channels. */
export function envelopeOf(sound: Sound): Envelope {
  const length = lengthOf(sound)
  const count = Math.min(parts, length)
  const envelope = new Float32Array(2 * count)
  for (const channel of sound.channels) {
    for (let part = 0; part < count; part++) {
      let [low, high] = [envelope[2 * part] as number, envelope[2 * part + 1] as number]
      const end = Math.floor(((part + 1) * length) / count)
      for (let i = Math.floor((part * length) / count); i < end; i++) {
        const value = channel[i] as number
        if (value < low) low = value
        if (value > high) high = value
      }
      envelope[2 * part] = low
      envelope[2 * part + 1] = high
    }
  }
  return envelope
}
