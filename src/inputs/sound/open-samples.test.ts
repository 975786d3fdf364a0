import { describe, expect, it } from 'vitest'
import type { Clue, SoundAnswer } from '../../base/clue.ts'
import { Samples } from '../../base/sound.ts'
import type { Shape } from '../../base/tensor.ts'
import { memoryFile, prepareFile, prepareSource, spec, stepOf } from '../fixtures/index.ts'
import { wav } from '../fixtures/wav.ts'

const ramp = (length: number) => Float32Array.from({ length }, (_, i) => (i + 1) / 32_768)

function clue(answer: SoundAnswer): Clue {
  return { input: null, question: 'sound', answer, certainty: 'derived', evidence: 'family', reason: '' }
}

function prepared(values: Float32Array<ArrayBuffer>, shape: Shape, answer?: SoundAnswer, rate = 16_000) {
  const source = { kind: 'samples', samples: new Samples(values), rate, name: 'Microphone' } as const
  return prepareSource(source, spec(shape), answer === undefined ? {} : { metadata: { clues: [clue(answer)] } })
}

/** The tensor in units of 1/32768. */
const stored = ({ tensor }: Awaited<ReturnType<typeof prepared>>) =>
  Array.from(tensor.data as Float32Array, (value) => Math.round(value * 32_768))

describe('the newest samples of a live source', () => {
  it('fill one window that ends with the last of them', async () => {
    const made = await prepared(ramp(1000), [null, 256])
    expect(made.tensor.shape).toEqual([1, 256])
    expect(stored(made)).toEqual(Array.from({ length: 256 }, (_, i) => 745 + i))
    expect(made.description.source).toBe('Microphone, 16 kHz, mono')
    expect(stepOf(made, 'read')).toMatchObject({ summary: 'the last 0.0625 s' })
  })

  it('come after zeros while there are too few, as if it had been silent before', async () => {
    const made = await prepared(ramp(100), [null, 256])
    expect(stored(made)).toEqual([
      ...Array.from({ length: 156 }, () => 0),
      ...Array.from({ length: 100 }, (_, i) => 1 + i),
    ])
  })

  it('are one second for a model that takes any length', async () => {
    const made = await prepared(ramp(40_000), [null])
    expect(made.tensor.shape).toEqual([16_000])
    expect(stored(made).at(-1)).toBe(40_000)
    const early = await prepared(ramp(2048), [null])
    expect(early.tensor.shape).toEqual([16_000])
    expect(stored(early).at(-2049)).toBe(0)
    expect(stored(early).at(-1)).toBe(2048)
  })

  it('are not cut into the overlapping windows of a file', async () => {
    const made = await prepared(ramp(4000), [null, 256], { rate: 16_000, hop: 64, lead: 32, level: 'unit' })
    expect(made.tensor.shape).toEqual([1, 256])
    expect(made.description.sound?.timing).toMatchObject({ windows: 1, lead: 0, window: 256, samples: 256 })
  })

  it('are resampled like the end of a file of them', async () => {
    const values = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin(i * 0.03))
    const answer: SoundAnswer = { rate: 16_000, level: 'unit' }
    const live = await prepared(values, [null, 1600], answer, 48_000)
    const file = memoryFile('a.wav', wav([values.map((value) => value * 32_768)], { rate: 48_000 }))
    const settings = [{ id: 'window', values: { start: 14_400 } }]
    const whole = await prepareFile(file, spec([null, 1600]), { metadata: { clues: [clue(answer)] }, settings })
    const [a, b] = [live.tensor.data as Float32Array, whole.tensor.data as Float32Array]
    expect(b.length).toBe(1600)
    // The file has 16 bits.
    for (let i = 0; i < 1600; i++) expect(Math.abs((a[i] as number) - (b[i] as number))).toBeLessThan(1 / 20_000)
  })
})
