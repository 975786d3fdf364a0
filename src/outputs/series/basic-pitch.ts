import { noteName } from '../../base/notes.ts'
import type { SoundTiming } from '../../base/sound.ts'
import type { Note } from '../../base/spans.ts'
import { numberOf } from '../../base/values.ts'
import type { ReadContext } from '../contract.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'
import { type Frames, framesOf, timingIn } from './frames.ts'
import { type SeriesLayout, type SeriesModel, slider } from './layout.ts'
import { findNotes } from './notes.ts'

/** Piano keys from A0, and contour bins of a third of a semitone. */
const keys = 88
const bins = 264
const lowestKey = 21
const rate = 22_050
/** Samples per frame, window, and from window to window. */
const frameSamples = 256
const windowSamples = 43_844
const hopSamples = windowSamples - 30 * frameSamples
/** Frames: 128 ms, and as long as a note may be faint. */
const shortest = 11
const faint = 11

interface Outputs {
  readonly note: Tensor
  readonly onset: Tensor
  readonly contour: Tensor | null
}

/** Spotify's Basic Pitch: notes, onsets and contours, `[windows, 172, 88]` twice and `[windows, 172, 264]`. */
export const basicPitch: SeriesLayout = {
  id: 'basic-pitch',
  find: (outputs, context) => {
    const found = outputsOf(tensorsOf(outputs, context))
    return found === null ? [] : [modelOf(found, context)]
  },
}

function outputsOf(tensors: readonly Tensor[]): Outputs | null {
  const maps = tensors.filter(({ shape }) => shape.length === 3)
  const [a, b, ...more] = maps.filter(({ shape }) => shape[2] === keys)
  const contour = maps.find(({ shape }) => shape[2] === bins) ?? null
  if (a === undefined || b === undefined || more.length > 0 || String(a.shape) !== String(b.shape)) return null
  // Only the contour or the names tell it from two other maps of 88 columns.
  const isOnset = ({ path }: Tensor): boolean => /onset/i.test(path)
  const isNamed = isOnset(a) !== isOnset(b)
  if (contour === null && !isNamed) return null
  if (isNamed) return isOnset(a) ? { note: b, onset: a, contour } : { note: a, onset: b, contour }
  // A note lasts longer than its beginning.
  return sumOf(a) >= sumOf(b) ? { note: a, onset: b, contour } : { note: b, onset: a, contour }
}

function sumOf({ data }: Tensor): number {
  let sum = 0
  for (const value of data) sum += value
  return sum
}

function modelOf({ note, onset, contour }: Outputs, context: ReadContext): SeriesModel {
  const [windows = 0, perWindow = 0] = note.shape
  const timing = timingIn(context) ?? assumed(windows)
  const frames = framesOf({ timing, perWindow, samples: frameSamples })
  return {
    fit: 0.98,
    reason: `${keys} keys of a piano, with the onset of each${contour === null ? '' : ', and a contour'}`,
    uses: [note, onset, contour].flatMap((output) => (output === null ? [] : [output.name])),
    options: [
      { ...slider, id: 'threshold', label: 'Lowest score of a note', value: 0.3 },
      { ...slider, id: 'onset', label: 'Lowest score of an onset', value: 0.5 },
    ],
    frames,
    decode: (options) => {
      const threshold = numberOf(options, 'threshold')
      const scores = { frames: frames.rows.length, keys, note: taken(note, frames), onset: taken(onset, frames) }
      const found = findNotes(scores, { note: threshold, onset: numberOf(options, 'onset'), shortest, faint })
      const at = (frame: number): number => frames.times[frame] ?? frames.end
      const notes = found.map(
        ({ start, end, key, score }): Note => ({ start: at(start), end: at(end), midi: lowestKey + key, score }),
      )
      return {
        shows: 'notes',
        unit: 'score',
        threshold,
        labelsSource: null,
        ...rollOf(scores.note, notes),
        notes,
        note: timingIn(context) === null ? 'The times assume windows as Basic Pitch cuts them, at 22.05 kHz.' : '',
      }
    },
  }
}

function assumed(windows: number): SoundTiming {
  const samples = (windows - 1) * hopSamples + windowSamples
  return { rate, window: windowSamples, hop: hopSamples, lead: 0, windows, start: 0, samples }
}

/** The frames' rows, one after another. */
function taken({ data }: Tensor, { rows }: Frames): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows.length * keys)
  for (const [frame, row] of rows.entries()) out.set(data.subarray(row * keys, (row + 1) * keys), frame * keys)
  return out
}

/** The scores of the octaves in which there are notes, key by key. */
function rollOf(scores: Float32Array, notes: readonly Note[]) {
  const played = notes.map(({ midi }) => midi - lowestKey)
  const low = Math.max(0, Math.min(keys - 12, ...played) - 2)
  const high = Math.min(keys, Math.max(low + 12, ...played) + 3)
  const frames = scores.length / keys
  const values = new Float32Array((high - low) * frames)
  const channels = Array.from({ length: high - low }, (_, i) => {
    let best = 0
    for (let frame = 0; frame < frames; frame++) {
      const value = scores[frame * keys + low + i] as number
      values[i * frames + frame] = value
      if (value > best) best = value
    }
    return { label: noteName(lowestKey + low + i), index: low + i, best }
  })
  return { channels, total: keys, values }
}
