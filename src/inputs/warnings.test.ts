import { describe, expect, test } from 'vitest'
import type { StepSetting } from '../base/plan.ts'
import type { Prepared } from './contract.ts'
import { codes, memoryFile, picture, prepareFile, preparePicture, scalesInside, spec } from './fixtures/index.ts'

const colours = (width: number, height: number) =>
  picture(width, height, (x, y) => [(x * 40) % 256, (y * 40) % 256, 128])

function fixOf({ description }: Prepared, code: string): readonly StepSetting[] {
  const fix = description.warnings.find((warning) => warning.code === code)?.fix
  return fix === null || fix === undefined ? [] : [fix.setting]
}

describe('each fix resolves its warning', () => {
  test('distorted by more than 20 %', async () => {
    const square = spec([null, 16, 16, 3])
    const prepared = await preparePicture(colours(32, 16), square)
    expect(prepared.description.warnings[0]?.message).toBe(
      'Stretching 32 × 16 to 16 × 16 changes the aspect ratio by 100 %.',
    )
    expect(codes(await preparePicture(colours(32, 16), square, { settings: fixOf(prepared, 'distorted') }))).toEqual([])
    expect(codes(await preparePicture(colours(18, 16), square))).toEqual([])
  })

  test('scaled by the model and by the step', async () => {
    const options = { metadata: { clues: [scalesInside] }, settings: [{ id: 'scale', values: { scale: 'zero-one' } }] }
    const prepared = await preparePicture(colours(16, 16), spec([null, 16, 16, 3]), options)
    expect(codes(prepared)).toEqual(['scaled-twice'])
    expect(
      codes(
        await preparePicture(colours(16, 16), spec([null, 16, 16, 3]), {
          ...options,
          settings: fixOf(prepared, 'scaled-twice'),
        }),
      ),
    ).toEqual([])
  })

  test('divided by 255 twice', async () => {
    const dark = picture(8, 8, (x) => [x % 2, 0, 1])
    expect(codes(await preparePicture(dark, spec([null, 8, 8, 3])))).toContain('scaled-twice')
  })

  test('0…255 from a file for a float picture', async () => {
    const values = Array.from({ length: 48 }, (_, i) => i * 5)
    const file = memoryFile('a.json', JSON.stringify({ shape: [1, 4, 4, 3], data: values }))
    const prepared = await prepareFile(file, spec([null, 4, 4, 3]))
    expect(codes(prepared)).toEqual(['range'])
    const fixed = await prepareFile(file, spec([null, 4, 4, 3]), { settings: fixOf(prepared, 'range') })
    expect(codes(fixed)).toEqual([])
    expect(fixed.description.stats.max).toBeCloseTo(235 / 255, 6)
    expect(fixed.description.picture).toEqual(prepared.description.picture)
  })

  test('mostly transparent', async () => {
    const clear = picture(8, 8, (x) => [0, 0, 0, x < 6 ? 0 : 255])
    const prepared = await preparePicture(clear, spec([null, 8, 8, 3]))
    expect(codes(prepared)).toContain('transparent')
    const fixed = await preparePicture(clear, spec([null, 8, 8, 3]), { settings: fixOf(prepared, 'transparent') })
    expect(codes(fixed)).not.toContain('transparent')
    expect(fixed.tensor.data[0]).toBe(1)
  })
})

describe('warnings without a fix', () => {
  test('enlarged more than four times', async () => {
    expect(codes(await preparePicture(colours(8, 8), spec([null, 64, 64, 3])))).toEqual(['enlarged'])
  })

  test('colour into grey, grey into colour', async () => {
    expect(codes(await preparePicture(colours(16, 16), spec([null, 16, 16, 1])))).toEqual(['colour-lost'])
    expect(
      codes(
        await preparePicture(
          picture(16, 16, (x) => [x * 9]),
          spec([null, 16, 16, 3]),
        ),
      ),
    ).toEqual(['grey-as-colour'])
  })

  test('a constant input', async () => {
    expect(codes(await prepareFile(memoryFile('a.json', '[2, 2, 2]'), spec([3])))).toEqual(['constant'])
  })

  test('float64 numbers that float32 cannot hold', async () => {
    const prepared = await prepareFile(memoryFile('a.json', '[0.1, 123456789.123, 3]'), spec([3]))
    expect(codes(prepared)).toEqual(['precision-lost'])
    expect(prepared.description.warnings[0]?.message).toContain('123456789.123 becomes 123456792')
    expect(codes(await prepareFile(memoryFile('a.json', '[0.1, 16777216, 3]'), spec([3])))).toEqual([])
  })

  test('NaN and infinities', async () => {
    expect(codes(await prepareFile(memoryFile('a.json', '[1, "NaN", "Infinity"]'), spec([3])))).toEqual(['not-finite'])
  })
})

describe('invalid settings', () => {
  test.each<[string, StepSetting]>([
    ['an unknown option', { id: 'scale', values: { scale: 'logarithmic' } }],
    ['another type', { id: 'scale', values: { scale: 7 } }],
    ['a number out of bounds', { id: 'resize', values: { method: 'fit', pad: 300 } }],
  ])('%s', async (_name, setting) => {
    const prepared = await preparePicture(colours(16, 16), spec([null, 16, 16, 3]), { settings: [setting] })
    expect(codes(prepared)).toEqual(['setting-ignored'])
  })

  test('options that do not apply to this file are ignored silently', async () => {
    const settings = [
      { id: 'columns', values: { columns: [1] } },
      { id: 'read', values: { alpha: 'white' } },
    ]
    expect(codes(await preparePicture(colours(16, 16), spec([null, 16, 16, 3]), { settings }))).toEqual([])
  })

  test('saved settings apply until the user overrides them', async () => {
    const saved = { x: [{ id: 'scale', values: { scale: 'minus-one-one' } }] }
    const of = spec([null, 16, 16, 3])
    const first = await preparePicture(colours(16, 16), of, { metadata: { settings: saved } })
    expect(first.description.plan.find(({ id }) => id === 'scale')).toMatchObject({
      chosenBy: 'saved',
      values: { scale: 'minus-one-one' },
    })
    const second = await preparePicture(colours(16, 16), of, {
      metadata: { settings: saved },
      settings: [{ id: 'scale', values: { scale: 'none' } }],
    })
    expect(second.description.plan.find(({ id }) => id === 'scale')).toMatchObject({
      chosenBy: 'person',
      reason: 'you set it',
      values: { scale: 'none' },
    })
  })

  test("saving the plan's settings reproduces the tensor", async () => {
    const of = spec([null, 16, 16, 3])
    const first = await preparePicture(colours(40, 20), of, {
      settings: [{ id: 'resize', values: { method: 'fit', kernel: 'antialiased' } }],
    })
    const settings = { x: first.description.plan.map(({ id, values }) => ({ id, values })) }
    const again = await preparePicture(colours(40, 20), of, {
      metadata: { settings: JSON.parse(JSON.stringify(settings)) },
    })
    expect(again.tensor).toEqual(first.tensor)
    expect(codes(again)).not.toContain('setting-ignored')
  })
})
