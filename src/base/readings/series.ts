import { midiOf, noteName } from '../notes.ts'
import type { Envelope } from '../sound.ts'
import type { Note, TimeSpan } from '../spans.ts'
import type { Cell, ReadingRow, Table } from './contract.ts'

/** What a model says about each moment of a sound. */
export interface Series {
  /** `classes`: scores over time; `pitch`: a curve in Hz; `notes`: notes with their beginning and end. */
  readonly shows: 'classes' | 'pitch' | 'notes'
  readonly unit: string
  /** The start of each frame, s. */
  readonly times: Float64Array<ArrayBuffer>
  /** The usual length of a frame, and the end of the last one, s. */
  readonly step: number
  readonly end: number
  /** The channels shown, of `total`; those with the greatest value anywhere come first, pitches from low to high. */
  readonly channels: readonly Channel[]
  readonly total: number
  /** Channel by channel; NaN where there is no pitch. */
  readonly values: Float32Array<ArrayBuffer>
  /** Of each frame of a pitch, 0…1; else empty. */
  readonly confidence: Float32Array<ArrayBuffer>
  /** In the order of their beginnings; else empty. */
  readonly notes: readonly Note[]
  /** The lowest score of a label or a note, or confidence of a pitch. */
  readonly threshold: number
  /** The sound that the model heard; `null` if it was fed numbers. */
  readonly sound: HeardSound | null
  readonly labelsSource: string | null
  /** Assumptions made while decoding, in sentences; may be empty. */
  readonly note: string
}

export interface Channel {
  readonly label: string
  readonly index: number
  /** Its greatest value. */
  readonly best: number
}

export interface HeardSound {
  /** Name of the input. */
  readonly input: string
  readonly seconds: number
  readonly envelope: Envelope
}

/** The value of a channel in a frame. */
export function valueAt({ times, values }: Series, channel: number, frame: number): number {
  return values[channel * times.length + frame] ?? Number.NaN
}

/** Whether the model gave only NaN or infinite scores. */
export function isLost({ shows, values, confidence }: Series): boolean {
  const scores = shows === 'pitch' ? confidence : values
  return scores.length > 0 && !scores.some(Number.isFinite)
}

/** The end of a frame, s. */
export function endOf({ times, end }: Series, frame: number): number {
  return times[frame + 1] ?? end
}

/** The frame at a time; the first or last one outside of the series. */
export function frameAt({ times }: Series, time: number): number {
  let [low, high] = [0, times.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((times[middle] as number) <= time) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}

/** Notes, or frames with the same label above the threshold, put together. */
export function spansOf(series: Series): readonly TimeSpan[] {
  if (series.shows === 'notes')
    return series.notes.map(({ start, end, midi, score }) => ({ start, end, label: noteName(midi), score }))
  const spans: TimeSpan[] = []
  for (const [frame, start] of series.times.entries()) {
    const found = labelAt(series, frame)
    if (found === null) continue
    const last = spans.at(-1)
    const end = endOf(series, frame)
    if (last !== undefined && last.label === found.label && last.end === start)
      spans[spans.length - 1] = { ...last, end, score: Math.max(last.score, found.score) }
    else spans.push({ start, end, ...found })
  }
  return spans
}

/** The best class of a frame or the name of its pitch; `null` below the threshold. */
function labelAt(series: Series, frame: number): Pick<TimeSpan, 'label' | 'score'> | null {
  if (series.shows === 'pitch') {
    const hertz = valueAt(series, 0, frame)
    return hertz > 0 ? { label: noteName(midiOf(hertz)), score: series.confidence[frame] ?? 0 } : null
  }
  const [best] = rankedAt(series, frame)
  if (best === undefined || !(best.score >= series.threshold)) return null
  return { label: series.channels[best.channel]?.label ?? '', score: best.score }
}

/** The channels by their value in a frame, best first, and NaN last. */
export function rankedAt(
  series: Series,
  frame: number,
): readonly { readonly channel: number; readonly score: number }[] {
  return series.channels
    .map((_, channel) => ({ channel, score: valueAt(series, channel, frame) }))
    .sort((a, b) => Number(Number.isNaN(a.score)) - Number(Number.isNaN(b.score)) || b.score - a.score)
}

/** The median of the pitches found, Hz; NaN if there are none. */
function medianPitch({ values }: Series): number {
  const found = values.filter((value) => value > 0).sort()
  return found[found.length >> 1] ?? Number.NaN
}

export const series: ReadingRow<Series> = {
  headline: (data) => {
    if (isLost(data)) return { kind: 'lost' }
    if (data.shows === 'notes') {
      const things = data.notes.length === 0 ? [] : [{ label: 'note', count: data.notes.length }]
      return { kind: 'found', things, more: false, above: data.threshold }
    }
    if (data.shows === 'pitch') {
      const hertz = medianPitch(data)
      return { kind: 'text', text: hertz > 0 ? `${noteName(midiOf(hertz))}, ${hertz.toFixed(1)} Hz` : 'no pitch' }
    }
    const best = data.channels.reduce<Channel | null>((a, b) => (a !== null && a.best >= b.best ? a : b), null)
    return best === null ? { kind: 'tensor', shape: [0] } : { kind: 'score', label: best.label, value: best.best }
  },

  cells: (data) => {
    if (data.shows === 'notes') return [['notes', data.notes.length]]
    if (data.shows === 'pitch') return [['pitch', medianPitch(data)]]
    const [best] = isLost(data) ? [] : data.channels
    return [
      ['label', best?.label ?? null],
      ['index', best?.index ?? null],
      ['score', best?.best ?? null],
    ]
  },

  spans: spansOf,

  notes: ({ shows, notes }) => (shows === 'notes' ? notes : null),

  table: (data) => (data.shows === 'notes' ? notesTable(data) : framesTable(data)),

  record: (data, _output, maxLength) => {
    const { shows, unit, step, times, end, channels, threshold, labelsSource, confidence } = data
    const count = Math.min(times.length, maxLength)
    return {
      shows,
      unit,
      start: times[0] ?? 0,
      step,
      end,
      threshold,
      labels: labelsSource,
      channels: channels.map(({ label, index }, channel) => ({
        label,
        index,
        values: Array.from({ length: count }, (_, frame) => valueAt(data, channel, frame)),
      })),
      ...(shows === 'pitch' ? { confidence: Array.from(confidence.subarray(0, count)) } : {}),
      ...(shows === 'notes'
        ? { notes: data.notes.slice(0, maxLength).map((note) => ({ ...note, name: noteName(note.midi) })) }
        : {}),
    }
  },
}

function notesTable({ notes }: Series): Table {
  return {
    titles: ['start', 'end', 'note', 'midi', 'score'],
    rows: notes.map(({ start, end, midi, score }) => [start, end, noteName(midi), midi, score]),
  }
}

function framesTable(data: Series): Table {
  const isPitch = data.shows === 'pitch'
  return {
    titles: ['start', 'end', ...data.channels.map(({ label }) => label), ...(isPitch ? ['confidence'] : [])],
    rows: Array.from(data.times, (start, frame): readonly Cell[] => [
      start,
      endOf(data, frame),
      ...data.channels.map((_, channel) => valueAt(data, channel, frame)),
      ...(isPitch ? [data.confidence[frame] ?? null] : []),
    ]),
  }
}
