import { EngineError } from '../../base/errors.ts'
import { formatNumber } from '../../base/format.ts'
import type { Field } from '../../base/plan.ts'
import type { SoundTiming } from '../../base/sound.ts'
import { numberOf, type Values } from '../../base/values.ts'
import type { SoundValue, WindowsValue } from '../input-value.ts'
import { clueTo, type Job } from '../job.ts'
import { fixedLength } from '../sound/fixed-length.ts'
import { sketchOf } from '../sound/sketch.ts'
import { lengthOf, usualSeconds } from '../sound/sound.ts'
import type { Choice, Step } from '../step.ts'

/** Samples in all windows together: 64 MB as float32. Of a longer sound, only the first part is used. */
const mostSamples = 16_000_000

/** A rest below this share of a window gets no window: a file of one second often has a few samples too many. */
const negligible = 0.01

/** Cuts a sound into windows of the length that the input takes; the last one is filled up with zeros. */
export const windowStep: Step<SoundValue> = {
  id: 'window',
  label: 'Windows',
  applies: (inputValue): inputValue is SoundValue => inputValue.type === 'sound',
  auto: (sound, job) => {
    const clue = clueTo(job, 'sound')
    const fixed = fixedLength(job)
    if (sound.isLive === true) return newestWindow(sound, fixed)
    const { hop, lead = 0 } = clue?.answer ?? {}
    const values = { length: fixed ?? 0, hop: hop ?? fixed ?? 0, lead, start: 0 }
    if (fixed === null) return { values, reason: 'the input takes any length' }
    if (hop === undefined) return { values, reason: 'the input’s length; without overlap' }
    return { values, reason: clue?.reason ?? '', certainty: clue?.certainty ?? 'certain' }
  },
  fields: (values, sound, job) => (sound.isLive === true ? [] : fieldsFor(values, lengthOf(sound), fixedLength(job))),
  apply: (sound, values, job) => {
    const timing = timingOf(sound, values, job)
    job.facts.timing = timing
    job.facts.spectrogram = sketchOf(sound)
    return cut(sound, timing)
  },
  summary: (_values, { rate }, { facts }) => {
    const timing = facts.timing
    if (timing === undefined) return ''
    const seconds = (samples: number): string => `${formatNumber(samples / rate, 3)} s`
    if (timing.windows === 1) return `1 of ${seconds(timing.window)}`
    const overlap = timing.window - timing.hop
    return `${timing.windows} of ${seconds(timing.window)}${overlap > 0 ? `, each ${seconds(timing.hop)} after the last` : ''}`
  },
}

/** The window that ends with the last sample; before the source has given enough of them, zeros come first. */
function newestWindow(sound: SoundValue, fixed: number | null): Choice {
  const total = lengthOf(sound)
  const length = fixed ?? sound.rate * usualSeconds
  const values = { length, hop: length, lead: Math.max(0, length - total), start: Math.max(0, total - length) }
  const reason = fixed === null ? 'the input takes any length' : 'the input’s length'
  return { values, reason: `${reason}; the newest of a live source` }
}

function fieldsFor(values: Values, available: number, fixed: number | null): readonly Field[] {
  const samples = (id: string, label: string, min: number, max: number | null): Field => ({
    id,
    label,
    type: 'number',
    value: numberOf(values, id),
    min,
    max,
    integer: true,
  })
  const isWhole = numberOf(values, 'length') === 0
  return [
    ...(fixed === null ? [samples('length', 'Samples per window; 0 takes the whole sound', 0, null)] : []),
    ...(isWhole
      ? []
      : [
          samples('hop', 'Samples from window to window', 0, null),
          samples('lead', 'Zeros before the first sample', 0, numberOf(values, 'length')),
        ]),
    samples('start', 'First sample used', 0, Math.max(0, available - 1)),
  ]
}

/** Raises `input-shape` for a sound without samples. */
function timingOf(sound: SoundValue, values: Values, job: Job): SoundTiming {
  const { rate } = sound
  const total = lengthOf(sound)
  if (total === 0)
    throw new EngineError('input-shape', `${job.name} contains no samples.`, 'Choose a sound that is not empty.')
  const start = Math.min(numberOf(values, 'start'), total - 1)
  const length = numberOf(values, 'length')
  const left = total - start
  if (length === 0) {
    const samples = Math.min(left, mostSamples)
    return { rate, window: samples, hop: samples, lead: 0, windows: 1, start, samples }
  }
  const lead = Math.min(numberOf(values, 'lead'), length)
  // A saved hop may be 0, for no overlap.
  const hop = numberOf(values, 'hop') || length
  // The readers drop as much of the overlap at the end of a window as there are zeros in front of the first.
  const margin = Math.max(0, Math.min(lead, length - hop))
  const rest = left + lead + margin - length - negligible * Math.min(hop, length)
  const wanted = Math.max(1, Math.ceil(rest / hop) + 1)
  // A batch of a fixed size is always full.
  const batch = job.sound?.batch ?? 1
  const most = Math.max(1, Math.floor(mostSamples / length / batch))
  const windows = Math.min(Math.ceil(wanted / batch), most) * batch
  const samples = Math.min(left, (windows - 1) * hop + length - lead - margin)
  return { rate, window: length, hop, lead, windows, start, samples }
}

/** Window after window of the first channel, then those of the second. */
function cut({ channels }: SoundValue, { window, hop, lead, windows, start }: SoundTiming): WindowsValue {
  const data = new Float32Array(windows * window * channels.length)
  for (const [c, channel] of channels.entries()) {
    for (let w = 0; w < windows; w++) {
      const from = start + w * hop - lead
      const part = channel.subarray(Math.max(from, start), Math.max(0, from + window))
      data.set(part, (c * windows + w) * window + Math.max(0, start - from))
    }
  }
  return { type: 'windows', windows, length: window, data }
}
