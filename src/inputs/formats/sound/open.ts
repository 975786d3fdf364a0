import { formatNumber } from '../../../base/format.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { headBytes, type OpenInput } from '../../input-format.ts'
import type { Job } from '../../job.ts'
import { decodeSound } from '../../sound/decode.ts'
import { soundFormatOf } from '../../sound/formats.ts'
import { lengthOf, type Sound } from '../../sound/sound.ts'
import { readWav } from '../../sound/wav.ts'

export const open: OpenInput = async (file, job) => {
  const head = await file.source.read(0, Math.min(headBytes, file.source.size), job.signal)
  const label = soundFormatOf(head, file.name) ?? 'Sound'
  const sound = await decoded(file, label, job)
  const seconds = lengthOf(sound) / sound.rate
  job.facts.seconds = seconds
  if (sound.statedSeconds !== null) job.facts.statedSeconds = sound.statedSeconds
  const words = [
    label,
    `${formatNumber(seconds, 4)} s`,
    `${sound.rate / 1000} kHz`,
    channelWords(sound.channels.length),
  ]
  return {
    source: [...words, ...(sound.note === '' ? [] : [sound.note])].join(', '),
    auto: () => ({ values: { rate: sound.rate }, reason: `the file starts with the bytes of ${label}` }),
    fields: () => [],
    inputValue: () => ({ type: 'sound', ...sound }),
    summary: () => `decoded, ${channelWords(sound.channels.length)}`,
  }
}

const channelWords = (count: number): string => (count === 1 ? 'mono' : count === 2 ? 'stereo' : `${count} channels`)

/** Decoded sounds by file, for as long as the file is held: each change of a setting prepares the sound anew. */
const kept = new WeakMap<TreeFile, Sound>()

async function decoded(file: TreeFile, label: string, job: Job): Promise<Sound> {
  const before = kept.get(file)
  if (before !== undefined) return before
  const bytes = await file.source.read(0, file.source.size, job.signal)
  const sound = label === 'WAV' ? readWav(bytes, file.path) : await decodeSound(bytes, label, job)
  kept.set(file, sound)
  return sound
}
