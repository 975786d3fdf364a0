import { midiOf } from '../../../base/notes.ts'
import type { Series } from '../../../base/readings/series.ts'
import { endOf, valueAt } from '../../../base/readings/series.ts'

/** Pitches from low to high, MIDI. */
export type Range = readonly [low: number, high: number]

/** Whole notes around all pitches or notes; an octave if there are none. */
export function rangeOf(series: Series): Range {
  const pitches =
    series.shows === 'notes'
      ? series.notes.map(({ midi }) => midi)
      : Array.from(series.values, midiOf).filter(Number.isFinite)
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const midi of pitches) {
    if (midi < low) low = midi
    if (midi > high) high = midi
  }
  if (low > high) return [60, 73]
  const middle = (low + high) / 2
  return [Math.floor(Math.min(low - 1, middle - 6)), Math.ceil(Math.max(high + 1, middle + 6))]
}

/** The pitch as lines, in seconds and MIDI notes upside down; it breaks where there is none. */
export function pitchPath(series: Series): string {
  const parts: string[] = []
  let isOn = false
  for (const [frame, start] of series.times.entries()) {
    const midi = midiOf(valueAt(series, 0, frame))
    if (Number.isFinite(midi)) {
      parts.push(`${isOn ? 'L' : 'M'}${start.toFixed(4)} ${(-midi).toFixed(3)}H${endOf(series, frame).toFixed(4)}`)
    }
    isOn = Number.isFinite(midi)
  }
  return parts.join('')
}

/** Share of a note that is left out at its end, so that two on one key do not look like one. */
const gap = 0.06

/** A bar for each note, a semitone high. */
export function notesPath({ notes }: Series): string {
  return notes
    .map(
      ({ start, end, midi }) =>
        `M${start.toFixed(4)} ${(-midi - 0.45).toFixed(2)}H${(end - gap * (end - start)).toFixed(4)}v.9H${start.toFixed(4)}z`,
    )
    .join('')
}

/** The black keys within a range, over the whole time. */
export function blackKeysPath([low, high]: Range, end: number): string {
  const keys = Array.from({ length: high - low + 1 }, (_, i) => low + i)
  return keys
    .filter((midi) => [1, 3, 6, 8, 10].includes(midi % 12))
    .map((midi) => `M0 ${-midi - 0.5}H${end}v1H0z`)
    .join('')
}

/** Columns of a strip; more would be finer than the pixels of a screen. */
const mostColumns = 1200

/** The greatest value of a channel in each of equal parts of the time. */
export function stripOf(series: Series, channel: number): Float32Array {
  const { times, end } = series
  const count = Math.max(1, Math.min(mostColumns, Math.round(end / Math.max(series.step, 1e-6))))
  const strip = new Float32Array(count)
  for (const [frame, start] of times.entries()) {
    const value = valueAt(series, channel, frame)
    const from = Math.min(count - 1, Math.round((start / end) * count))
    const to = Math.max(from + 1, Math.round((endOf(series, frame) / end) * count))
    for (let column = from; column < Math.min(to, count); column++)
      if (value > (strip[column] as number)) strip[column] = value
  }
  return strip
}

/** Times for the marks of the axis: at most about eight, at round numbers. */
export function marksFor(end: number): readonly number[] {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600]
  const step = steps.find((one) => end / one <= 9) ?? end
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => Math.round(i * step * 1000) / 1000)
}

export function timeText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(2))} s`
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(0).padStart(2, '0')}`
}
