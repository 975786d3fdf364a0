import { numberOf } from '../../base/values.ts'
import type { SoundValue } from '../input-value.ts'
import { clueTo } from '../job.ts'
import { fixedLength } from '../sound/fixed-length.ts'
import { resample } from '../sound/resample.ts'
import { usualSeconds } from '../sound/sound.ts'
import type { Step } from '../step.ts'

/** Samples per second that a model may take. */
const [lowest, highest] = [1000, 192_000]
/** Of speech recognition, keywords, YAMNet and CREPE. */
const usual = 16_000

/** Resamples a sound to the rate that the model was trained on. */
export const rateStep: Step<SoundValue> = {
  id: 'rate',
  label: 'Sample rate',
  applies: (inputValue): inputValue is SoundValue => inputValue.type === 'sound',
  auto: (_sound, job) => {
    const clue = clueTo(job, 'sound')
    if (clue !== undefined)
      return { values: { rate: clue.answer.rate }, reason: clue.reason, certainty: clue.certainty }
    return {
      values: { rate: usual },
      reason: 'nothing in the model says which rate it expects; most sound models take 16 kHz',
      certainty: 'guessed',
    }
  },
  fields: (values) => [
    {
      id: 'rate',
      label: 'Samples per second',
      type: 'number',
      value: numberOf(values, 'rate'),
      min: lowest,
      max: highest,
      integer: true,
    },
  ],
  apply: async (sound, values, job) => {
    const { signal } = job
    const rate = numberOf(values, 'rate')
    const used =
      sound.isLive === true ? newest(sound, (fixedLength(job) ?? rate * usualSeconds) / rate) : sound.channels
    const channels: SoundValue['channels'][number][] = []
    for (const channel of used) channels.push(await resample(channel, sound.rate, rate, signal))
    return { ...sound, rate, channels }
  },
  summary: (values, { rate }) => {
    const to = numberOf(values, 'rate')
    return rate === to ? `${kilohertz(to)} already` : `${kilohertz(rate)} → ${kilohertz(to)}, band-limited`
  },
}

/** Longer than the history of the resampling filter, s. */
const margin = 0.02

/** The tail that the newest window needs: resampling all of it would take longer than running the model. */
function newest({ channels, rate }: SoundValue, seconds: number): SoundValue['channels'] {
  const kept = Math.ceil((seconds + margin) * rate)
  return channels.map((channel) => channel.subarray(Math.max(0, channel.length - kept)))
}

function kilohertz(rate: number): string {
  return `${rate / 1000} kHz`
}
