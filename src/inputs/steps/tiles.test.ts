import { describe, expect, it } from 'vitest'
import { codes, picture, preparePicture, spec, stepOf } from '../fixtures/index.ts'

const photo = picture(20, 12, (x, y) => [x * 10, y * 20, 7])
const settings = [{ id: 'resize', values: { method: 'tiles' } }]
const pictures = { canTile: true, settings }

describe('a picture in tiles', () => {
  it('keeps its size, whatever the size of the input', async () => {
    const prepared = await preparePicture(photo, spec([null, 8, 8, 3]), pictures)
    expect(prepared.tensor.shape).toEqual([1, 12, 20, 3])
    expect(prepared.tiles).toEqual({ width: 8, height: 8, overlap: 4, axes: { height: 1, width: 2 } })
    expect(prepared.geometry).toMatchObject({ picture: { width: 20, height: 12 }, input: { width: 20, height: 12 } })
    expect(stepOf(prepared, 'resize').summary).toBe('the whole picture of 20 × 12, in tiles of 8 × 8')
    expect(codes(prepared)).not.toContain('detail-lost')
  })
  it('has tiles of its own size if they are free and it is small; channels may come first', async () => {
    const { tiles, tensor } = await preparePicture(photo, spec([1, 3, null, null]), pictures)
    expect(tensor.shape).toEqual([1, 3, 12, 20])
    expect(tiles).toEqual({ width: 20, height: 12, overlap: 6, axes: { height: 2, width: 3 } })
  })
  it('is offered where the picture would lose details', async () => {
    const prepared = await preparePicture(photo, spec([null, 8, 8, 3]), { canTile: true })
    expect(prepared.tiles).toBeNull()
    const warning = prepared.description.warnings.find(({ code }) => code === 'detail-lost')
    expect(warning?.fix?.setting).toEqual({ id: 'resize', values: { method: 'tiles' } })
  })
  it('is not offered to other models, and a saved setting is ignored there', async () => {
    const prepared = await preparePicture(photo, spec([null, 8, 8, 3]), { settings })
    expect(prepared.tensor.shape).toEqual([1, 8, 8, 3])
    expect(codes(prepared)).toContain('setting-ignored')
  })
  it('is refused for a picture that is smaller than a tile', async () => {
    const work = preparePicture(photo, spec([null, 16, 16, 3]), pictures)
    await expect(work).rejects.toMatchObject({ code: 'input-shape' })
  })
})
