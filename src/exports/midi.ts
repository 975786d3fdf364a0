import { EngineError } from '../base/errors.ts'
import { readingRow } from '../base/readings/index.ts'
import type { RunResult } from '../base/run.ts'
import type { Note } from '../base/spans.ts'
import type { ExportKind } from './contract.ts'

/** Ticks per second: 480 per quarter at 120 quarters a minute, the tempo of a file that states none. */
const ticks = 960

/** The notes of a series as a standard MIDI file with one track; the velocity is the score. */
export const midi = {
  id: 'midi',
  label: 'MIDI',
  about: '',
  whole: true,
  extension: 'mid',
  mime: 'audio/midi',
  statesModel: false,
  fits: (_output, result) => notesIn(result) !== null,
  make: async (result) => {
    const notes = notesIn(result)
    if (notes === null)
      throw new EngineError('known-but-unsupported', 'The result has no notes.', 'Read the output as notes first.')
    return midiOf(notes)
  },
} as const satisfies ExportKind

function notesIn({ groups }: RunResult): readonly Note[] | null {
  for (const { shown } of groups) {
    const notes = readingRow(shown.interpretation).notes?.(shown.interpretation.data) ?? null
    if (notes !== null) return notes
  }
  return null
}

function midiOf(notes: readonly Note[]): Uint8Array<ArrayBuffer> {
  const events = notes
    .flatMap(({ start, end, midi: key, score }) => [
      { tick: Math.round(end * ticks), bytes: [0x80, key, 0] },
      { tick: Math.round(start * ticks), bytes: [0x90, key, Math.max(1, Math.min(127, Math.round(score * 127)))] },
    ])
    // A note that ends makes place for the next one on its key.
    .sort((a, b) => a.tick - b.tick || (a.bytes[0] ?? 0) - (b.bytes[0] ?? 0))
  const track: number[] = []
  let now = 0
  for (const { tick, bytes } of events) {
    track.push(...variable(tick - now), ...bytes)
    now = tick
  }
  track.push(0, 0xff, 0x2f, 0)
  return Uint8Array.from([
    ...text('MThd'),
    ...[0, 0, 0, 6, 0, 0, 0, 1, (ticks / 2) >> 8, (ticks / 2) & 255],
    ...text('MTrk'),
    ...[24, 16, 8, 0].map((shift) => (track.length >> shift) & 255),
    ...track,
  ])
}

/** Seven bits per byte, the highest first; all but the last byte are marked. */
function variable(value: number): readonly number[] {
  const bytes = [value & 127]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128)
  return bytes
}

function text(letters: string): readonly number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0))
}
