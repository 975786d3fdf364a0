import { describe, expect, it } from 'vitest'
import type { Clue, SoundAnswer } from '../../base/clue.ts'
import type { StepSetting } from '../../base/plan.ts'
import { timeAt } from '../../base/sound.ts'
import type { Shape } from '../../base/tensor.ts'
import { memoryFile, numbers, prepareFile, spec, stepOf } from '../fixtures/index.ts'
import { type WavOptions, wav } from '../fixtures/wav.ts'

const known = (answer: SoundAnswer): Clue => ({
  input: null,
  question: 'sound',
  answer,
  certainty: 'derived',
  evidence: 'family',
  reason: 'the shapes are those of a family',
})

interface Case extends WavOptions {
  readonly answer?: SoundAnswer
  readonly set?: Readonly<Record<string, StepSetting['values']>>
}

function prepared(
  channels: readonly ArrayLike<number>[],
  shape: Shape,
  { answer, set = {}, ...wavOptions }: Case = {},
) {
  const settings = Object.entries(set).map(([id, values]) => ({ id, values }))
  const metadata = answer === undefined ? {} : { clues: [known(answer)] }
  return prepareFile(memoryFile('a.wav', wav(channels, wavOptions)), spec(shape), { metadata, settings })
}

/** 1/32768, 2/32768, … as stored. */
const ramp = (length: number) => Array.from({ length }, (_, i) => i + 1)
/** The tensor in units of the stored numbers. */
const stored = (made: Awaited<ReturnType<typeof prepared>>) =>
  Array.from(made.tensor.data as Float32Array, (value) => Math.round(Number(value) * 32768))

describe('the plan of a sound', () => {
  it('lists every step', async () => {
    const made = await prepared([ramp(400)], [null, 256])
    expect(made.description.plan.map(({ id }) => id)).toEqual(['read', 'mono', 'rate', 'window', 'level', 'cast'])
    expect(made.description.source).toBe('WAV, 0.025 s, 16 kHz, mono')
    expect(stepOf(made, 'rate')).toMatchObject({ summary: '16 kHz already', certainty: 'guessed' })
  })

  it('takes rate, windows and level from what is known about the model', async () => {
    const answer: SoundAnswer = { rate: 8000, hop: 100, lead: 20, level: 'standardised' }
    const made = await prepared([ramp(800)], [null, 200], { answer })
    expect(stepOf(made, 'rate')).toMatchObject({ summary: '16 kHz → 8 kHz, band-limited', certainty: 'derived' })
    expect(made.description.sound?.timing).toEqual({
      rate: 8000,
      window: 200,
      hop: 100,
      lead: 20,
      windows: 4,
      start: 0,
      samples: 400,
    })
    const [first = []] = [Array.from(made.tensor.data as Float32Array).slice(0, 200)]
    const mean = first.reduce((sum, value) => sum + value, 0) / 200
    expect(mean).toBeCloseTo(0, 5)
    expect(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 200).toBeCloseTo(1, 4)
  })
})

describe('a sound that is cut off', () => {
  it('is named in a warning with both lengths', async () => {
    const bytes = wav([ramp(64_000)])
    const made = await prepareFile(memoryFile('a.wav', bytes.slice(0, -64_000)), spec([null, 16_000]))
    expect(made.description.warnings).toContainEqual({
      code: 'sound-incomplete',
      message: 'a.wav ends after 2 s; its header states 4 s.',
      fix: null,
    })
  })
})

describe('windows', () => {
  it('cover a sound of any length, the last filled up with zeros', async () => {
    const made = await prepared([ramp(300)], [null, 128, 1])
    expect(made.tensor.shape).toEqual([3, 128, 1])
    expect(stored(made).slice(256)).toEqual([...ramp(300).slice(256), ...new Array<number>(84).fill(0)])
    expect(made.runShape).toEqual([3, 128, 1])
  })

  it('begin with zeros and overlap', async () => {
    const made = await prepared([ramp(300)], [null, 128], { set: { window: { hop: 96, lead: 16 } } })
    expect(made.tensor.shape).toEqual([4, 128])
    expect(stored(made).slice(0, 18)).toEqual([...new Array<number>(16).fill(0), 1, 2])
    expect(stored(made).slice(128, 130)).toEqual([81, 82])
    const { sound } = made.description
    if (sound === null) throw new Error('no sound')
    expect(timeAt(sound.timing, 1, 0)).toBeCloseTo(80 / 16_000)
  })

  it('of a model without a batch dimension are run one by one', async () => {
    const made = await prepared([ramp(300)], [128])
    expect(made.tensor.shape).toEqual([3, 128])
    expect(made.runShape).toEqual([128])
  })

  it('fill up a batch of a fixed size', async () => {
    const made = await prepared([ramp(300)], [2, 128])
    expect(made.tensor.shape).toEqual([4, 128])
    expect(made.runShape).toEqual([2, 128])
  })

  it('are the whole sound if any length fits', async () => {
    const made = await prepared([ramp(300)], [null])
    expect(made.tensor.shape).toEqual([300])
    expect(stored(made)).toEqual(ramp(300))
    const parts = await prepared([ramp(300)], [null, null], { set: { window: { length: 100, hop: 100, start: 50 } } })
    expect(parts.tensor.shape).toEqual([3, 100])
    expect(stored(parts)[0]).toBe(51)
  })

  it('warn about a sound that is mostly padding', async () => {
    const made = await prepared([ramp(64)], [1, 1024])
    expect(made.description.warnings.map(({ code }) => code)).toContain('sound-padded')
  })
})

describe('channels', () => {
  const [left, right] = [ramp(256), ramp(256).map((value) => value * 3)]
  it.each([
    ['mean', ramp(256).map((value) => value * 2)],
    ['left', left],
    ['right', right],
  ])('become one: %s', async (channels, expected) => {
    expect(stored(await prepared([left, right], [1, 256], { set: { mono: { channels } } }))).toEqual(expected)
  })

  it('stay two for an input of two, side by side or one after the other', async () => {
    const beside = await prepared([left, right], [null, 256, 2])
    expect(stored(beside).slice(0, 4)).toEqual([1, 3, 2, 6])
    const after = await prepared([left, right], [null, 2, 256])
    expect(stored(after).slice(254, 258)).toEqual([255, 256, 3, 6])
    const twice = await prepared([left], [256, 2])
    expect(stored(twice).slice(0, 4)).toEqual([1, 1, 2, 2])
  })
})

describe('a spectrogram', () => {
  it('is made for a family that is known', async () => {
    const tone = Array.from({ length: 16_000 }, (_, i) => 16_000 * Math.sin((2 * Math.PI * 1000 * i) / 16_000))
    const answer: SoundAnswer = { rate: 16_000, spectrum: 'magnitude' }
    const made = await prepared([tone], [null, 124, 129, 1], { answer })
    expect(made.tensor.shape).toEqual([1, 124, 129, 1])
    const frame = numbers(made).slice(60 * 129, 61 * 129)
    expect(frame.indexOf(Math.max(...frame))).toBe(16)
    expect(made.description.sound?.spectrogram).toMatchObject({ columns: 124, bins: 129, isInput: true })
  })

  it('is refused for any other, with words', async () => {
    await expect(prepared([ramp(300)], [null, 50, 70])).rejects.toMatchObject({
      code: 'input-unsupported',
      message: expect.stringContaining('a spectrogram of an unknown kind'),
    })
  })
})

it('a sound is refused where a picture belongs', async () => {
  await expect(prepared([ramp(300)], [1, 32, 32, 3])).rejects.toMatchObject({
    code: 'input-shape',
    message: expect.stringContaining('is a sound; the input "x" expects float32 [1, 32, 32, 3]'),
  })
})

it('16-bit numbers are rounded into whole numbers', async () => {
  const file = memoryFile('a.wav', wav([ramp(256)]))
  const made = await prepareFile(file, spec([1, 256], 'int32'))
  expect(Array.from(made.tensor.data as Int32Array)).toEqual(ramp(256))
})
