import { describe, expect, it } from 'vitest'
import type { SpectrumKind } from '../../base/clue.ts'
import { jobFor, spec } from '../fixtures/index.ts'
import fixture from '../fixtures/sounds.json' with { type: 'json' }
import { Fft } from './fft.ts'
import { resample } from './resample.ts'
import { sketchOf } from './sketch.ts'
import { spectrumFor } from './spectra.ts'

const unit = (stored: readonly number[]) => Float32Array.from(stored, (value) => value / 32768)

function farthest(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length)
  return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))))
}

describe('resampling', () => {
  it.each(fixture.resampled)('equals SciPy, from $from to $to', async ({ from, to, samples, resampled }) => {
    expect(farthest(await resample(unit(samples), from, to), resampled)).toBeLessThan(1e-5)
  })

  it('leaves a sound of the right rate alone', async () => {
    const samples = unit([1, 2, 3])
    expect(await resample(samples, 8000, 8000)).toBe(samples)
  })

  it('makes no tone of one above half the new rate', async () => {
    const high = Float32Array.from({ length: 4410 }, (_, i) => Math.sin((2 * Math.PI * 15_000 * i) / 44_100))
    const middle = (await resample(high, 44_100, 16_000)).subarray(100, -100)
    expect(Math.max(...middle.map(Math.abs))).toBeLessThan(1e-3)
  })

  it.each([
    ['many taps', 10, 767_999],
    ['many samples', 1_000_000, 48_000],
  ])('with %s can be cancelled', async (_name, length, from) => {
    const control = new AbortController()
    const resampled = resample(new Float32Array(length), from, 16_000, control.signal)
    control.abort()
    await expect(resampled).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a drawn spectrogram', () => {
  const strongest = (samples: Float32Array<ArrayBuffer>) => Math.max(...sketchOf({ channels: [samples] }).levels)

  it('is empty for silence and for a sound without a number', () => {
    expect(strongest(new Float32Array(1024))).toBe(0)
    expect(strongest(new Float32Array(1024).fill(Number.NaN))).toBe(0)
  })

  it('shows a quiet tone as strong as a loud one', () => {
    for (const level of [1, 1e-4])
      expect(strongest(Float32Array.from({ length: 1024 }, (_, i) => level * Math.sin(i)))).toBe(255)
  })
})

describe('a spectrogram', () => {
  const shapes: Readonly<Record<SpectrumKind, readonly number[]>> = {
    yamnet: [96, 64],
    vggish: [96, 64],
    magnitude: [124, 129],
    'speech-commands': [43, 232],
  }
  it.each(Object.entries(shapes))('of the kind %s equals the reference', (kind, [frames = 0, bins = 0]) => {
    const answer = { rate: 16_000, spectrum: kind as SpectrumKind }
    const common = { input: null, question: 'sound', certainty: 'derived', evidence: 'family', reason: '' } as const
    const job = jobFor(spec([null, frames, bins, 1]), { metadata: { clues: [{ ...common, answer }] } })
    const spectrum = spectrumFor(job)
    if (spectrum === null) throw new Error('no spectrum')
    const { frame, size, taper, bands } = spectrum
    const samples = unit(fixture.spectra.samples).subarray(0, frame)
    const found = bands(new Fft(size).magnitudes(taper(frame).map((weight, i) => weight * (samples[i] ?? 0))))
    const expected = fixture.spectra[kind as SpectrumKind]
    expect(farthest(Array.from(found).slice(0, bins), expected)).toBeLessThan(kind === 'speech-commands' ? 2e-3 : 2e-4)
  })
})
