import { describe, expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import type { OutputTrace } from '../../base/output-trace.ts'
import { automaticOptions } from '../../base/reading.ts'
import { isLost, series as row, type Series, spansOf } from '../../base/readings/series.ts'
import type { SoundInput, SoundTiming } from '../../base/sound.ts'
import type { Values } from '../../base/values.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { readOutputs } from '../groups.ts'
import cases from './fixtures/notes.json' with { type: 'json' }
import { series } from './index.ts'
import { findNotes } from './notes.ts'

const output = (name: string, shape: readonly number[], value: (i: number) => number): NamedOutput => ({
  name,
  value: {
    dtype: 'float32',
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
  },
})

interface Heard {
  readonly timing?: Partial<SoundTiming>
  readonly input?: readonly number[]
  readonly labels?: readonly string[]
  readonly traces?: Readonly<Record<string, Partial<OutputTrace>>>
}

function contextOf(
  outputs: readonly NamedOutput[],
  { timing, input = [1, 16_000], labels, traces = {} }: Heard,
): ReadContext {
  const whole: SoundTiming = {
    rate: 16_000,
    window: 16_000,
    hop: 16_000,
    lead: 0,
    windows: 1,
    start: 0,
    samples: 16_000,
    ...timing,
  }
  const sound: SoundInput = {
    timing: whole,
    seconds: whole.samples / whole.rate,
    envelope: Float32Array.of(-1, 1),
    spectrogram: { columns: 0, bins: 0, levels: new Uint8Array(0), isInput: false },
  }
  return {
    metadata: { ...noMetadata, labels: labels ?? null, labelsSource: labels === undefined ? null : 'labels.txt' },
    inputs: [{ name: 'x', dtype: 'float32', shape: input, geometry: null, ...(timing === undefined ? {} : { sound }) }],
    outputs: outputs.map(({ name, value }) => ({
      name,
      shape: value.shape,
      trace: { names: [], ops: [], ...traces[name] },
    })),
  }
}

function withOptions(outputs: readonly NamedOutput[], heard: Heard, options: Values): Series {
  const context = contextOf(outputs, heard)
  const [best] = series.match(outputs, context)
  if (best === undefined) throw new Error('not a series')
  return series.decode(outputs, context, { ...automaticOptions({ options: best.options }), ...options }).data as Series
}

function read(outputs: readonly NamedOutput[], heard: Heard): { view: string; fit: number; data: Series } {
  const context = contextOf(outputs, heard)
  const [group] = readOutputs(outputs, context)
  const [best] = series.match(outputs, context).toSorted((a, b) => b.fit - a.fit)
  if (group === undefined || best === undefined) throw new Error('not a series')
  const used = best.uses.map((name) => outputs.find((one) => one.name === name) as NamedOutput)
  const made = series.decode(used, context, automaticOptions({ options: best.options }))
  return { view: group.shown.interpretation.view, fit: best.fit, data: made.data as Series }
}

const viewOf = (outputs: readonly NamedOutput[], heard: Heard) =>
  readOutputs(outputs, contextOf(outputs, heard))[0]?.shown.interpretation.view

describe('classes over time', () => {
  const labels = ['silence', 'yes', 'no']
  /** The class of each window. */
  const said = [0, 1, 1, 0, 2]
  const scores = output('scores', [5, 3], (i) => (i % 3 === said[Math.floor(i / 3)] ? 0.9 : 0.05))
  const windows = { windows: 5, hop: 8000, samples: 48_000 }

  it('are read from a row for each window of a sound', () => {
    const { view, data } = read([scores], { timing: windows, labels })
    expect(view).toBe('series')
    expect(data).toMatchObject({ shows: 'classes', step: 0.5, end: 3, total: 3, labelsSource: 'labels.txt' })
    expect(Array.from(data.times)).toEqual([0, 0.75, 1.25, 1.75, 2.25])
    expect(data.channels.map(({ label }) => label)).toEqual(labels)
    expect(spansOf(data)).toEqual([
      { start: 0, end: 0.75, label: 'silence', score: expect.closeTo(0.9) },
      { start: 0.75, end: 1.75, label: 'yes', score: expect.closeTo(0.9) },
      { start: 1.75, end: 2.25, label: 'silence', score: expect.closeTo(0.9) },
      { start: 2.25, end: 3, label: 'no', score: expect.closeTo(0.9) },
    ])
  })

  it('are read from the frames of one window', () => {
    const frames = output('frames', [1, 10, 3], (i) => (i % 3 === 0 ? 0.8 : 0.1))
    const { view, data } = read([frames], { timing: { samples: 16_000 } })
    expect(view).toBe('series')
    expect(Array.from(data.times, (time) => Number(time.toFixed(3)))).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ])
  })

  it('of YAMNet are 0.48 s apart', () => {
    const frames = output('scores', [3, 521], (i) => (i % 521 === 0 ? 0.9 : 0.01))
    const { data } = read([frames], { timing: { samples: 24_000, window: 24_000, hop: 24_000 } })
    expect(Array.from(data.times)).toEqual([0, 0.48, 0.96])
    expect(data.end).toBe(1.5)
  })

  it('have the greatest score anywhere first, and only as many rows as asked for', () => {
    const many = output('scores', [4, 100], (i) => (i % 100) / 100 + (i >= 300 ? 0.01 : 0))
    const { data } = read([many], { timing: { windows: 4, hop: 16_000, samples: 64_000 } })
    expect(data.channels.map(({ index }) => index)).toEqual([99, 98, 97, 96, 95, 94, 93, 92])
    expect(data.channels[0]?.best).toBeCloseTo(1)
  })

  it('have the greatest score first if all are negative', () => {
    const raw = output('logits', [4, 3], (i) => [-3, -1, -2][i % 3] ?? 0)
    const data = withOptions(
      [raw],
      { timing: { windows: 4, hop: 16_000, samples: 64_000 }, labels },
      { activation: 'none' },
    )
    expect(data.channels.map(({ label, best }) => [label, best])).toEqual([
      ['yes', -1],
      ['no', -2],
      ['silence', -3],
    ])
  })

  it('are a probability if there is one value', () => {
    const speech = output('speech', [4, 1], (i) => [0.1, 0.9, 0.8, 0.2][i] ?? 0)
    const { view, data } = read([speech], { timing: { windows: 4, hop: 512, window: 512, samples: 2048 } })
    expect(view).toBe('series')
    expect(spansOf(data)).toMatchObject([{ start: 0.032, end: 0.096, label: 'speech' }])
  })

  it('are not what one window gives', () => {
    expect(viewOf([output('scores', [1, 3], (i) => [0.1, 0.8, 0.1][i] ?? 0)], { timing: {}, labels })).toBe('scores')
  })

  it('are not what embeddings give, or a batch without a sound', () => {
    const embedding = output('embedding', [5, 1024], (i) => Math.sin(i) * 3)
    expect(viewOf([embedding], { timing: windows })).not.toBe('series')
    expect(viewOf([scores], { labels })).toBe('scores')
  })

  it('without a row above the threshold have no spans; NaN is no score', () => {
    const low = output('scores', [5, 3], (i) => (i === 0 ? Number.NaN : 0.3))
    expect(spansOf(read([low], { timing: windows }).data)).toEqual([])
  })
})

describe('a pitch curve', () => {
  it('of CREPE is the mean of the cents around the best bin', () => {
    // Of 440 Hz: 1200 log2(44) cents lie between bins 227 and 228.
    const at = (1200 * Math.log2(44) - 1997.3794084376191) / 20
    const bell = (i: number) => 0.9 * Math.exp(-(((i % 360) - at) ** 2) / 2)
    const outputs = [output('classifier', [3, 360], (i) => (i < 720 ? bell(i) : 0.1))]
    const traces = { classifier: { ops: ['Sigmoid'] } }
    const timing = { windows: 3, window: 1024, hop: 160, lead: 512, samples: 480 }
    const { view, data } = read(outputs, { timing, traces, input: [3, 1024] })
    expect(view).toBe('series')
    expect(data).toMatchObject({ shows: 'pitch', unit: 'Hz', step: 0.01 })
    expect(data.values[0]).toBeCloseTo(440, 0)
    expect(data.values[2]).toBeNaN()
    expect(spansOf(data)).toMatchObject([{ start: 0, label: 'A4' }])
  })

  it('of CREPE is read from an array too', () => {
    const outputs = [output('classifier', [3, 360], (i) => (i % 360 === 100 ? 0.9 : 0))]
    expect(read(outputs, { input: [3, 1024] }).data.note).toMatch(/assume/)
    expect(viewOf(outputs, { input: [3, 224, 224, 3] })).not.toBe('series')
  })

  it('of SPICE needs a pitch and its uncertainty', () => {
    const outputs = [output('pitch', [10], () => 0.5), output('uncertainty', [10], (i) => (i < 5 ? 0.02 : 0.5))]
    const { view, data } = read(outputs, { timing: { samples: 5120, window: 5120, hop: 5120 }, input: [5120] })
    expect(view).toBe('series')
    expect(data.values[0]).toBeCloseTo(10 * 2 ** ((63.07 * 0.5 + 25.58) / 12), 2)
    expect(data.step).toBeCloseTo(0.032)
    expect(spansOf(data)).toHaveLength(1)
  })
})

describe('notes', () => {
  it.each(cases.cases)(
    'are those that Basic Pitch finds in $frames frames',
    ({ frames, keys, note, onset, rules, notes }) => {
      const scores = { frames, keys, note: Float32Array.from(note), onset: Float32Array.from(onset) }
      const found = findNotes(scores, rules).map(({ start, end, key, score }) => [
        start,
        end,
        key,
        expect.closeTo(score, 3),
      ])
      expect(notes).toEqual(found)
    },
  )

  const held = (frame: number) => frame >= 40 && frame < 120
  const maps = (windows: number, names: readonly [string, string, string]) => [
    output(names[0], [windows, 172, 264], () => 0.1),
    output(names[1], [windows, 172, 88], (i) => (i % 88 === 48 && held(Math.floor(i / 88) % 172) ? 0.8 : 0.05)),
    output(names[2], [windows, 172, 88], (i) => (i % 88 === 48 && Math.floor(i / 88) % 172 === 40 ? 0.9 : 0.05)),
  ]
  const timing = { rate: 22_050, window: 43_844, hop: 36_164, lead: 3840, windows: 2, samples: 70_000 }

  it('of Basic Pitch lie where they were in overlapping windows', () => {
    const { view, data } = read(maps(2, ['a', 'b', 'c']), { timing, input: [2, 43_844, 1] })
    expect(view).toBe('series')
    expect(data.shows).toBe('notes')
    const at = (window: number, frame: number) => (window * 36_164 + (frame - 15) * 256) / 22_050
    expect(data.notes).toEqual([
      { start: expect.closeTo(at(0, 40)), end: expect.closeTo(at(0, 120)), midi: 69, score: expect.closeTo(0.8) },
      { start: expect.closeTo(at(1, 40)), end: expect.closeTo(at(1, 120)), midi: 69, score: expect.closeTo(0.8) },
    ])
  })

  it('of Basic Pitch know the onsets by their name, whatever the order', () => {
    const [contour, note, onset] = maps(1, ['a', 'b', 'c'])
    const swapped = [onset, contour, note] as NamedOutput[]
    const traces = { c: { names: ['model_1/onset/conv2d/Sigmoid'] } }
    expect(series.match(swapped, contextOf(swapped, { traces }))[0]?.uses).toEqual(['b', 'c', 'a'])
  })

  it('are not two maps of 88 columns alone', () => {
    const [, note, onset] = maps(1, ['a', 'b', 'c'])
    expect(viewOf([note, onset] as NamedOutput[], { input: [1, 64, 64, 3] })).not.toBe('series')
  })

  it('of a sound without any are none', () => {
    const quiet = maps(2, ['a', 'b', 'c']).map(({ name, value }) => output(name, value.shape, () => 0))
    expect(read(quiet, { timing, input: [2, 43_844, 1] }).data.notes).toEqual([])
  })
})

describe('scores without a finite value', () => {
  const headline = (outputs: readonly NamedOutput[], heard: Heard) => {
    const { data } = read(outputs, heard)
    const [first] = outputs as [NamedOutput]
    return { isLost: isLost(data), headline: row.headline(data, { ...first, shape: first.value.shape }) }
  }
  const lost = { isLost: true, headline: { kind: 'lost' } }
  const timing = { windows: 5, hop: 8000, samples: 48_000 }

  it('are named in place of a class', () => {
    const scores = (value: (i: number) => number) => [output('scores', [5, 3], value)]
    expect(
      headline(
        scores(() => Number.NaN),
        { timing, labels: ['a', 'b', 'c'] },
      ),
    ).toEqual(lost)
    const one = headline(
      scores((i) => (i === 4 ? 0.5 : Number.NaN)),
      { timing, labels: ['a', 'b', 'c'] },
    )
    expect(one).toEqual({ isLost: false, headline: { kind: 'score', label: 'b', value: 0.5 } })
  })

  it('are named in place of no notes', () => {
    const maps = (value: number) => ['note', 'onset'].map((name) => output(name, [1, 172, 88], () => value))
    const heard = {
      timing: { rate: 22_050, window: 43_844, hop: 43_844, samples: 43_844 },
      input: [1, 43_844, 1],
      traces: { note: { names: ['note'] }, onset: { names: ['onset'] } },
    }
    expect(headline(maps(Number.NaN), heard)).toEqual(lost)
    expect(headline(maps(0), heard)).toMatchObject({ isLost: false, headline: { kind: 'found', things: [] } })
  })
})
