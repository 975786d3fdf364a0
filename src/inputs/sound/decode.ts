import { EngineError, toEngineError } from '../../base/errors.ts'
import type { Job } from '../job.ts'
import { statedRate } from './header.ts'
import type { Sound } from './sound.ts'

/** Of nearly every encoder that states no rate where we look for it. */
const usualRate = 48_000
/** Rates that every browser decodes to. */
const [lowest, highest] = [8000, 96_000]

/** Decodes a compressed sound with the browser. Raises `input-unreadable`, `input-unsupported`, `cancelled`. */
export async function decodeSound(bytes: Uint8Array<ArrayBuffer>, label: string, job: Job): Promise<Sound> {
  const { decodeSound: decode, name } = job
  if (decode === undefined)
    throw new EngineError('input-unsupported', `${name} is ${label}, which only a browser decodes.`, 'Save it as WAV.')
  const stated = statedRate(bytes, label)
  const rate = stated !== null && stated >= lowest && stated <= highest ? stated : usualRate
  try {
    const channels = await decode(bytes, rate)
    return { rate, channels, note: rate === stated ? '' : noteOn(stated), statedSeconds: null }
  } catch (error) {
    const { code, cause } = toEngineError(error, 'input-unreadable')
    if (code !== 'input-unreadable') throw error
    const message = `${name} looks like ${label}, but the browser cannot decode it.`
    throw new EngineError(code, message, 'Save it as WAV, or try another browser.', cause)
  }
}

function noteOn(stated: number | null): string {
  return stated === null
    ? `decoded at ${usualRate / 1000} kHz, because its rate is unknown`
    : `resampled by the browser from ${stated / 1000} kHz`
}
