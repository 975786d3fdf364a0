import { EngineError, messageOf } from '../base/errors.ts'
import type { DecodedSound, DecodeRequest, Services } from './protocol.ts'

/** The services of a browser's page. */
export const pageServices: Services = { decodeSound }

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
