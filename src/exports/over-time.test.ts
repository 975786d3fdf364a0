import { expect, it } from 'vitest'
import { readings } from '../base/readings/index.ts'
import type { Series } from '../base/readings/series.ts'
import type { RunResult } from '../base/run.ts'
import { labelTrack } from './label-track.ts'
import { midi } from './midi.ts'

const base: Series = {
  shows: 'classes',
  unit: 'score',
  times: Float64Array.of(0, 0.5, 1),
  step: 0.5,
  end: 1.5,
  channels: [
    { label: 'yes\tno', index: 1, best: 0.9 },
    { label: 'noise', index: 0, best: 0.4 },
  ],
  total: 2,
  values: Float32Array.of(0.9, 0.8, 0.1, 0.1, 0.2, 0.4),
  confidence: new Float32Array(0),
  notes: [],
  threshold: 0.5,
  sound: null,
  labelsSource: null,
  note: '',
}
const notes: Series = {
  ...base,
  shows: 'notes',
  notes: [
    { start: 0, end: 0.5, midi: 69, score: 1 },
    { start: 0.5, end: 1, midi: 69, score: 0.5 },
  ],
}
const showing = (data: Series) =>
  ({ groups: [{ shown: { interpretation: { view: 'series', data } } }] }) as unknown as RunResult
const output = {} as never

it('labels are lines with start and end, as Audacity reads them', async () => {
  expect(labelTrack.fits(output, showing(base))).toBe(true)
  expect(await labelTrack.make(showing(base))).toBe('0.000000\t1.000000\tyes no\n')
  expect(await labelTrack.make(showing(notes))).toBe('0.000000\t0.500000\tA4\n0.500000\t1.000000\tA4\n')
})

it('notes are a MIDI file; a note ends before the next on its key begins', async () => {
  expect(midi.fits(output, showing(base))).toBe(false)
  expect(midi.fits(output, showing(notes))).toBe(true)
  const [half, on, off] = [
    [0x83, 0x60],
    [0x90, 69],
    [0x80, 69, 0],
  ]
  // 480 ticks per quarter and 120 quarters a minute: half a second is 480 ticks.
  const track = [0, ...on, 127, ...half, ...off, 0, ...on, 64, ...half, ...off, 0, 0xff, 0x2f, 0]
  const head = [...'MThd'].map((letter) => letter.charCodeAt(0)).concat([0, 0, 0, 6, 0, 0, 0, 1, 1, 224])
  const title = [...'MTrk'].map((letter) => letter.charCodeAt(0)).concat([0, 0, 0, track.length])
  expect(Array.from(await midi.make(showing(notes)))).toEqual([...head, ...title, ...track])
})

it('JSON has the channels with step and unit, and the notes', () => {
  const record = (data: Series) => readings.series.record?.(data, output, 2)
  expect(record(base)).toMatchObject({
    shows: 'classes',
    unit: 'score',
    step: 0.5,
    channels: [
      { label: 'yes\tno', index: 1, values: [expect.closeTo(0.9), expect.closeTo(0.8)] },
      { label: 'noise', index: 0, values: [expect.closeTo(0.1), expect.closeTo(0.2)] },
    ],
  })
  expect(record(notes)).toMatchObject({ notes: [{ name: 'A4', start: 0, end: 0.5, midi: 69, score: 1 }, {}] })
})
