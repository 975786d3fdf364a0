import { describe, expect, test } from 'vitest'
import { toPicture } from '../../base/geometry.ts'
import { teachableMachineClues } from '../../formats/sidecars/teachable-machine.ts'
import { codes, numbers, picture, preparePicture, scalesInside, spec, stepOf } from '../fixtures/index.ts'

const gradient = picture(8, 8, (x, y) => [x * 30, y * 30, 100])
const set = (id: string, values: Record<string, string | number | boolean | readonly number[]>) => ({
  settings: [{ id, values }],
})

describe('the automatic choice', () => {
  test('0…1 for float inputs, with the reason', async () => {
    const prepared = await preparePicture(gradient, spec([null, 8, 8, 3]))
    expect(prepared.tensor).toMatchObject({ dtype: 'float32', shape: [1, 8, 8, 3] })
    expect(numbers(prepared).slice(0, 6)).toEqual([0, 0, 0.39216, 0.11765, 0, 0.39216])
    expect(prepared.description.plan.map(({ id }) => id)).toEqual([
      'read',
      'resize',
      'channels',
      'scale',
      'layout',
      'cast',
    ])
    expect(stepOf(prepared, 'scale')).toMatchObject({
      values: { scale: 'zero-one' },
      reason: 'nothing in the model says which range it expects; most float image models expect 0…1',
      certainty: 'guessed',
      chosenBy: 'automatic',
    })
  })

  test('0…255 for int32 inputs', async () => {
    const prepared = await preparePicture(gradient, spec([1, 8, 8, 3], 'int32'))
    expect(prepared.tensor.data).toBeInstanceOf(Int32Array)
    expect(numbers(prepared).slice(0, 6)).toEqual([0, 0, 100, 30, 0, 100])
    expect(stepOf(prepared, 'scale').reason).toBe('int32 pictures are 0…255')
  })

  test('settings stated by a file beside the model', async () => {
    const metadata = { clues: teachableMachineClues('certain', 'stated by metadata.json'), imageSize: 4 }
    const prepared = await preparePicture(
      picture(16, 8, (x) => [x * 16]),
      spec([null, null, null, 3]),
      { metadata },
    )
    expect(prepared.tensor.shape).toEqual([1, 4, 4, 3])
    expect(stepOf(prepared, 'resize').values).toMatchObject({ method: 'centre-crop', width: 4, height: 4 })
    expect(stepOf(prepared, 'scale').reason).toBe('stated by metadata.json')
    expect(prepared.description.stats.min).toBeGreaterThanOrEqual(-1)
    expect(prepared.description.stats.min).toBeLessThan(-0.4)
  })

  test('no scaling if the model scales its input', async () => {
    const prepared = await preparePicture(gradient, spec([null, 8, 8, 3]), { metadata: { clues: [scalesInside] } })
    expect(prepared.description.stats.max).toBe(210)
  })

  test('channels first', async () => {
    const prepared = await preparePicture(gradient, spec([null, 3, 8, 8]))
    expect(prepared.tensor.shape).toEqual([1, 3, 8, 8])
    expect(numbers(prepared).slice(0, 3)).toEqual([0, 0.11765, 0.23529])
    expect(numbers(prepared)[128]).toBe(0.39216)
    expect(stepOf(prepared, 'layout').summary).toBe('[1, 3, 8, 8], NCHW')
  })

  test.each([
    [
      [null, 8, 8],
      [1, 8, 8],
    ],
    [
      [null, 64],
      [1, 64],
    ],
    [
      [8, 8, 1],
      [8, 8, 1],
    ],
    [[64], [64]],
    [
      [null, 192],
      [1, 192],
    ],
    [
      [4, 8, 8, 3],
      [4, 8, 8, 3],
    ],
  ])('%j becomes %j', async (shape, expected) => {
    const prepared = await preparePicture(gradient, spec(shape))
    expect(prepared.tensor.shape).toEqual(expected)
    expect(prepared.tensor.data).toHaveLength(expected.reduce((a, b) => a * b, 1))
    expect(prepared.description.picture).toMatchObject({ width: 8, height: 8 })
  })

  test.each([[[null, 30]], [[null, 43844, 1]], [[null, 8, 8, 8, 3]], [[null, 5, 5, 7]]])(
    '%j is not a picture',
    async (shape) => {
      await expect(preparePicture(gradient, spec(shape))).rejects.toMatchObject({
        code: 'input-shape',
        message: expect.stringContaining('which is not a picture'),
      })
    },
  )

  test("free sides take the picture's size, up to 512", async () => {
    const own = await preparePicture(gradient, spec([null, null, null, 3]))
    expect(own.tensor.shape).toEqual([1, 8, 8, 3])
    expect(codes(own)).toEqual([])
    const large = await preparePicture(
      picture(1024, 600, () => [9, 80, 7]),
      spec([null, null, null, 3]),
    )
    expect(large.tensor.shape).toEqual([1, 300, 512, 3])
    expect(codes(large)).toContain('size-guessed')
    const asked = await preparePicture(gradient, spec([null, null, null, 3]), { dims: { 1: 4, 2: 6 } })
    expect(asked.tensor.shape).toEqual([1, 4, 6, 3])
    expect(
      (await preparePicture(gradient, spec([null, null, null, 3]), set('resize', { width: 5, height: 3 }))).tensor
        .shape,
    ).toEqual([1, 3, 5, 3])
  })
})

describe('channels and scaling', () => {
  const red = picture(4, 4, () => [255, 0, 51])

  test('grey is .2989 R + .587 G + .114 B; a grey picture keeps its values', async () => {
    const grey = spec([null, 4, 4, 1])
    const none = set('scale', { scale: 'none' })
    expect(numbers(await preparePicture(red, grey, none))[0]).toBeCloseTo(0.2989 * 255 + 0.114 * 51, 4)
    expect(
      numbers(
        await preparePicture(
          picture(4, 4, () => [200]),
          grey,
          none,
        ),
      )[0],
    ).toBe(200)
  })

  test('ImageNet', async () => {
    const prepared = await preparePicture(red, spec([null, 4, 4, 3]), set('scale', { scale: 'imagenet' }))
    expect(numbers(prepared, 4).slice(0, 3)).toEqual([2.2489, -2.0357, -0.9156])
  })

  test('Caffe puts blue first, and its means follow the channel order', async () => {
    const prepared = await preparePicture(red, spec([null, 4, 4, 3]), set('scale', { scale: 'caffe' }))
    expect(numbers(prepared, 3).slice(0, 3)).toEqual([-52.939, -116.779, 131.32])
    expect(stepOf(prepared, 'channels')).toMatchObject({ values: { order: 'bgr' }, chosenBy: 'automatic' })
  })

  test('custom mean and deviation', async () => {
    const own = { scale: 'mean-std', mean: [127.5], std: [127.5], range: '255' }
    const prepared = await preparePicture(red, spec([null, 4, 4, 3]), set('scale', own))
    expect(numbers(prepared, 3).slice(0, 3)).toEqual([1, -1, -0.6])
    await expect(
      preparePicture(red, spec([null, 4, 4, 3]), set('scale', { ...own, mean: [1, 2] })),
    ).rejects.toMatchObject({ code: 'input-shape' })
  })

  test('four channels keep alpha', async () => {
    const prepared = await preparePicture(
      picture(4, 4, () => [10, 20, 30, 40]),
      spec([null, 4, 4, 4], 'int32'),
    )
    expect(numbers(prepared).slice(0, 4)).toEqual([10, 20, 30, 40])
  })
})

describe('placing', () => {
  const wide = picture(8, 4, (x) => [x < 2 || x > 5 ? 250 : 100])

  test('the centre is cropped', async () => {
    const prepared = await preparePicture(
      wide,
      spec([null, 4, 4, 1], 'int32'),
      set('resize', { method: 'centre-crop' }),
    )
    expect(new Set(numbers(prepared))).toEqual(new Set([100]))
  })

  test('a border is added', async () => {
    const prepared = await preparePicture(
      wide,
      spec([null, 8, 8, 1], 'int32'),
      set('resize', { method: 'fit', pad: 7 }),
    )
    const rows = Array.from({ length: 8 }, (_, y) => numbers(prepared)[y * 8])
    expect(rows).toEqual([7, 7, 250, 250, 250, 250, 7, 7])
    expect(stepOf(prepared, 'resize').summary).toBe('fit, bilinear, 8 × 4 → 8 × 8, picture 8 × 4')
  })
})

describe('drawings', () => {
  const drawing = picture(28, 28, (x, y) => [x > 10 && x < 16 && y > 4 && y < 24 ? 0 : 255])

  test('dark on light is inverted for small grey inputs', async () => {
    const prepared = await preparePicture(drawing, spec([null, 28, 28, 1]))
    expect(numbers(prepared)[0]).toBe(0)
    expect(stepOf(prepared, 'invert')).toMatchObject({
      values: { invert: true },
      reason: expect.stringContaining('light on dark'),
    })
    expect(numbers(await preparePicture(drawing, spec([null, 28, 28, 1]), set('invert', { invert: false })))[0]).toBe(1)
  })

  test('light on dark and photos are not inverted', async () => {
    const light = picture(28, 28, (x) => [x > 10 && x < 16 ? 255 : 0])
    expect(stepOf(await preparePicture(light, spec([null, 28, 28, 1])), 'invert').values).toEqual({ invert: false })
    const photo = picture(64, 64, (x, y) => [120 + x + y])
    expect(stepOf(await preparePicture(photo, spec([null, 64, 64, 1])), 'invert').values).toEqual({ invert: false })
  })

  test('large drawings are scaled with antialiasing', async () => {
    const large = picture(280, 280, (x) => [x === 141 ? 0 : 255])
    expect(stepOf(await preparePicture(large, spec([null, 28, 28, 1])), 'resize').values).toMatchObject({
      kernel: 'antialiased',
    })
  })
})

test('the picture shows what the model sees, whatever the scaling, layout and order', async () => {
  const plain = (await preparePicture(gradient, spec([null, 8, 8, 3]))).description.picture
  expect(Array.from(plain?.rgba.subarray(0, 8) ?? [])).toEqual([0, 0, 100, 255, 30, 0, 100, 255])
  for (const scale of ['none', 'minus-one-one', 'imagenet', 'caffe']) {
    for (const shape of [
      [null, 8, 8, 3],
      [null, 3, 8, 8],
    ]) {
      expect((await preparePicture(gradient, spec(shape), set('scale', { scale }))).description.picture).toEqual(plain)
    }
  }
})

describe('the geometry of a placed picture', () => {
  const wide = picture(8, 4, (x) => [x * 20])
  const geometryOf = async (shape: readonly (number | null)[], values: Record<string, string | number> = {}) =>
    (await preparePicture(wide, spec(shape), set('resize', values))).description.geometry

  test('of a stretch is the whole picture in the whole input', async () => {
    expect(await geometryOf([null, 6, 6, 3])).toEqual({
      picture: { width: 8, height: 4 },
      orientation: 1,
      crop: { x: 0, y: 0, width: 8, height: 4 },
      placed: { x: 0, y: 0, width: 6, height: 6 },
      input: { width: 6, height: 6 },
      axes: { height: 1, width: 2 },
    })
  })

  test('of a centre crop is the middle of the picture', async () => {
    expect(await geometryOf([null, 4, 4, 3], { method: 'centre-crop' })).toMatchObject({
      crop: { x: 2, y: 0, width: 4, height: 4 },
      placed: { x: 0, y: 0, width: 4, height: 4 },
    })
  })

  test('of a fit leaves out the border', async () => {
    expect(await geometryOf([null, 16, 16, 3], { method: 'fit' })).toMatchObject({
      crop: { x: 0, y: 0, width: 8, height: 4 },
      placed: { x: 0, y: 4, width: 16, height: 8 },
      input: { width: 16, height: 16 },
    })
  })

  test('names the dimensions of a channels-first input, and none of a flat one', async () => {
    expect((await geometryOf([null, 3, 6, 6]))?.axes).toEqual({ height: 2, width: 3 })
    expect((await geometryOf([null, 36]))?.axes).toEqual({ height: null, width: null })
  })

  test('finds a pixel of the tensor on the picture', async () => {
    const prepared = await preparePicture(
      wide,
      spec([null, 4, 4, 1], 'int32'),
      set('resize', { method: 'centre-crop' }),
    )
    const { geometry } = prepared.description
    if (geometry === null) throw new Error('there is no geometry')
    for (const x of [0, 1, 2, 3]) {
      const found = toPicture(geometry, { x, y: 0, width: 1, height: 1 })
      expect(numbers(prepared)[x]).toBe(found.x * 20)
    }
  })
})
