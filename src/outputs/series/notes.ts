import type { Note } from '../../base/spans.ts'

/** Scores of notes per frame: `[frames, 88]`, from the lowest key of a piano. */
export interface NoteScores {
  readonly frames: number
  readonly keys: number
  readonly note: Float32Array
  readonly onset: Float32Array
}

export interface NoteRules {
  /** The lowest score of a beginning, and of a note that lasts. */
  readonly onset: number
  readonly note: number
  /** Frames that a note has at least, and that it may be faint for. */
  readonly shortest: number
  readonly faint: number
}

/** A note in frames: from the first to the one before `end`. */
export interface FrameNote extends Pick<Note, 'score'> {
  readonly start: number
  readonly end: number
  readonly key: number
}

/**
 * Finds notes as Basic Pitch does (`output_to_notes_polyphonic` of github.com/spotify/basic-pitch): from each peak of the
 * onsets to where the note has faded, latest first; then from the strongest frames that are left, in both directions.
 */
export function findNotes(scores: NoteScores, rules: NoteRules): readonly FrameNote[] {
  const { frames, keys, note } = scores
  const energy = note.slice()
  const found: FrameNote[] = []
  const add = (start: number, end: number, key: number): void => {
    let sum = 0
    for (let i = start; i < end; i++) sum += note[i * keys + key] as number
    found.push({ start, end, key, score: sum / (end - start) })
  }
  const silence = (i: number, key: number): void => {
    for (let k = Math.max(0, key - 1); k <= Math.min(keys - 1, key + 1); k++) energy[i * keys + k] = 0
  }
  for (const at of peaksOf(scores, rules.onset).reverse()) {
    const [start, key] = [Math.floor(at / keys), at % keys]
    const end = fadeFrom(energy, start, key, scores, rules)
    if (end - start <= rules.shortest) continue
    for (let i = start; i < end; i++) silence(i, key)
    add(start, end, key)
  }
  for (const at of strongest(energy, rules.note)) {
    if (!((energy[at] as number) > rules.note)) continue
    const [middle, key] = [Math.floor(at / keys), at % keys]
    energy[at] = 0
    const walk = (step: number, isWithin: (i: number) => boolean): number => {
      let i = middle + step
      let faint = 0
      for (; isWithin(i) && faint < rules.faint; i += step) {
        faint = (energy[i * keys + key] as number) < rules.note ? faint + 1 : 0
        silence(i, key)
      }
      return i - step * (1 + faint)
    }
    const end = walk(1, (i) => i < frames - 1)
    const start = walk(-1, (i) => i > 0)
    if (end - start > rules.shortest) add(start, end, key)
  }
  return found.sort((a, b) => a.start - b.start || a.key - b.key)
}

/** The frame after the last one of a note that begins at a frame. */
function fadeFrom(
  energy: Float32Array,
  start: number,
  key: number,
  { frames, keys }: NoteScores,
  { note, faint }: NoteRules,
): number {
  let i = start + 1
  let below = 0
  for (; i < frames - 1 && below < faint; i++) below = (energy[i * keys + key] as number) < note ? below + 1 : 0
  return i - below
}

/** Beginnings above the threshold that are peaks in time, by frame and key. */
function peaksOf(scores: NoteScores, threshold: number): number[] {
  const { frames, keys } = scores
  const onset = withInferred(scores)
  const peaks: number[] = []
  for (let at = keys; at < (frames - 1) * keys; at++) {
    const value = onset[at] as number
    const isPeak = value > (onset[at - keys] as number) && value > (onset[at + keys] as number)
    if (isPeak && value >= threshold) peaks.push(at)
  }
  return peaks
}

/** Frames over which a rise counts as a beginning. */
const rise = 2

/** The onsets, or the rise of a note where that is greater, scaled to the greatest onset. */
function withInferred({ frames, keys, note, onset }: NoteScores): Float32Array {
  const risen = new Float32Array(frames * keys)
  for (let at = rise * keys; at < risen.length; at++) {
    let least = Number.POSITIVE_INFINITY
    for (let n = 1; n <= rise; n++) least = Math.min(least, (note[at] as number) - (note[at - n * keys] as number))
    risen[at] = Math.max(0, least)
  }
  const factor = greatest(onset) / greatest(risen)
  return onset.map((value, at) => {
    const inferred = (risen[at] as number) * factor
    return Math.max(inferred, value)
  })
}

function greatest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}

/** Places above a threshold, the strongest first. */
function strongest(values: Float32Array, threshold: number): readonly number[] {
  const places: number[] = []
  for (const [at, value] of values.entries()) if (value > threshold) places.push(at)
  return places.sort((a, b) => (values[b] as number) - (values[a] as number))
}
