import { describe, expect, it } from 'vitest'
import { numbers, picture, preparePicture, spec, stepOf } from '../fixtures/index.ts'

const side = 28
const grey = spec([null, side, side, 1])

/** Whether a picture that is light where `isLight` says so, else dark, is inverted by itself. */
async function isInverted(isLight: (x: number, y: number) => boolean): Promise<unknown> {
  const prepared = await preparePicture(
    picture(side, side, (x, y) => [isLight(x, y) ? 255 : 0]),
    grey,
  )
  return stepOf(prepared, 'invert').values.invert
}

describe('a drawing', () => {
  it.each<[string, (x: number, y: number) => boolean]>([
    ['column', (x) => x !== 5],
    ['row', (_x, y) => y !== 5],
  ])('of a dark %s on light is inverted', async (_what, isLight) => {
    expect(await isInverted(isLight)).toBe(true)
  })

  it.each<[string, (x: number, y: number) => boolean]>([
    ['left', (x) => x !== 0],
    ['right', (x) => x !== side - 1],
    ['upper', (_x, y) => y !== 0],
    ['lower', (_x, y) => y !== side - 1],
  ])('is not, when its %s edge is dark', async (_what, isLight) => {
    expect(await isInverted(isLight)).toBe(false)
  })

  it('is not, when only its border is light', async () => {
    expect(await isInverted((x, y) => x === 0 || y === 0 || x === side - 1 || y === side - 1)).toBe(false)
  })

  it('says in the plan whether it is inverted', async () => {
    const summaryOf = async (invert: boolean) =>
      stepOf(
        await preparePicture(
          picture(side, side, () => [9]),
          grey,
          { settings: [{ id: 'invert', values: { invert } }] },
        ),
        'invert',
      ).summary
    expect(await summaryOf(true)).toBe('255 − x')
    expect(await summaryOf(false)).toBe('unchanged')
  })

  it('is scaled with antialiasing when one of its sides is twice the size', async () => {
    const kernelOf = async (width: number, height: number) =>
      stepOf(
        await preparePicture(
          picture(width, height, (x) => [x]),
          grey,
        ),
        'resize',
      ).values.kernel
    expect(await kernelOf(2 * side, side)).toBe('antialiased')
    expect(await kernelOf(side, 2 * side)).toBe('antialiased')
    expect(await kernelOf(2 * side - 1, side)).toBe('bilinear')
  })
})

describe('the channels', () => {
  const order = (id: string) => ({ settings: [{ id: 'channels', values: { order: id } }] })

  it.each([
    ['rgb', [10, 20, 30], 'RGB'],
    ['bgr', [30, 20, 10], 'BGR'],
  ])('in the order %s', async (id, values, summary) => {
    const prepared = await preparePicture(
      picture(8, 8, () => [10, 20, 30]),
      spec([null, 8, 8, 3], 'int32'),
      order(id),
    )
    expect(numbers(prepared).slice(0, 3)).toEqual(values)
    expect(stepOf(prepared, 'channels').summary).toBe(summary)
  })

  it('keep alpha when a picture of four channels is made grey', async () => {
    const prepared = await preparePicture(
      picture(8, 8, () => [50, 50, 50, 40]),
      spec([null, 8, 8, 4], 'int32'),
      order('grey'),
    )
    expect(numbers(prepared).slice(0, 4)).toEqual([50, 50, 50, 40])
  })
})
