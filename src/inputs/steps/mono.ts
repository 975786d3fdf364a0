import { choiceOf } from '../../base/values.ts'
import type { SoundValue } from '../input-value.ts'
import type { Job } from '../job.ts'
import { lengthOf } from '../sound/sound.ts'
import type { Step } from '../step.ts'

const options = [
  { id: 'mean', label: 'Mean of all channels' },
  { id: 'left', label: 'Left' },
  { id: 'right', label: 'Right' },
]

/** Reduces the channels of a sound to those that the input takes: one, or two. */
export const monoStep: Step<SoundValue> = {
  id: 'mono',
  label: 'Channels',
  applies: (inputValue): inputValue is SoundValue => inputValue.type === 'sound',
  auto: ({ channels }, job) => {
    const taken = takenBy(job)
    return {
      values: { channels: taken === 2 && channels.length > 1 ? 'kept' : 'mean', taken },
      reason: channels.length === taken ? 'the sound has as many' : `the input takes ${taken === 1 ? 'one' : 'two'}`,
    }
  },
  fields: (values, { channels }, job) => {
    if (channels.length === 1) return []
    const offered = takenBy(job) === 1 ? options : [{ id: 'kept', label: 'Left and right' }, ...options]
    return [
      { id: 'channels', label: 'Channels', type: 'choice', value: choiceOf(values, 'channels'), options: offered },
    ]
  },
  apply: (sound, values, job) => {
    const choice = choiceOf(values, 'channels')
    const [left, right = left] = sound.channels
    if (left === undefined || right === undefined) return sound
    if (choice === 'kept') return { ...sound, channels: [left, right] }
    const one = choice === 'left' ? left : choice === 'right' ? right : meanOf(sound.channels)
    return { ...sound, channels: takenBy(job) === 1 ? [one] : [one, one] }
  },
  summary: (values, { channels }, job) => {
    if (channels.length === 1) return takenBy(job) === 1 ? 'one' : 'one, in both'
    const choice = choiceOf(values, 'channels')
    if (choice === 'kept') return channels.length === 2 ? 'left and right' : `the first two of ${channels.length}`
    return choice === 'mean' ? `mean of ${channels.length}` : `${choice} of ${channels.length}`
  },
}

function takenBy({ sound }: Job): number {
  return sound?.kind === 'waveform' ? sound.channels : 1
}

function meanOf(channels: SoundValue['channels']): Float32Array<ArrayBuffer> {
  const [first] = channels
  if (channels.length === 1 && first !== undefined) return first
  const mean = new Float32Array(lengthOf({ channels }))
  for (let i = 0; i < mean.length; i++) {
    let sum = 0
    for (const channel of channels) sum += channel[i] as number
    mean[i] = sum / channels.length
  }
  return mean
}
