import { describe, expect, it } from 'vitest'
import { type Geometry, type Orientation, toPicture, toStored } from './geometry.ts'

const geometry = (part: Partial<Geometry>): Geometry => ({
  picture: { width: 640, height: 480 },
  orientation: 1,
  crop: { x: 0, y: 0, width: 640, height: 480 },
  placed: { x: 0, y: 0, width: 320, height: 320 },
  input: { width: 320, height: 320 },
  axes: { height: 1, width: 2 },
  ...part,
})
const box = { x: 80, y: 60, width: 40, height: 20 }

describe('mapping a box of the input to the picture', () => {
  it('undoes a stretch', () => {
    expect(toPicture(geometry({}), box)).toEqual({ x: 160, y: 90, width: 80, height: 30 })
  })
  it('undoes a centre crop', () => {
    const cropped = geometry({ crop: { x: 80, y: 0, width: 480, height: 480 } })
    expect(toPicture(cropped, box)).toEqual({ x: 200, y: 90, width: 60, height: 30 })
  })
  it('subtracts the border', () => {
    const fitted = geometry({ placed: { x: 0, y: 40, width: 320, height: 240 } })
    expect(toPicture(fitted, box)).toEqual({ x: 160, y: 40, width: 80, height: 40 })
  })
})

describe('mapping a box of the upright picture to stored pixels', () => {
  /** The upright position of the stored pixel (x, y) of a stored 3 × 2 picture (Exif 2.3, table of orientations). */
  const upright: Readonly<Record<Orientation, (x: number, y: number) => readonly [number, number]>> = {
    1: (x, y) => [x, y],
    2: (x, y) => [2 - x, y],
    3: (x, y) => [2 - x, 1 - y],
    4: (x, y) => [x, 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [1 - y, x],
    7: (x, y) => [1 - y, 2 - x],
    8: (x, y) => [y, 2 - x],
  }
  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('undoes orientation %d', (orientation) => {
    const picture = orientation < 5 ? { width: 3, height: 2 } : { width: 2, height: 3 }
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [2, 1],
    ] as const) {
      const [atX, atY] = upright[orientation](x, y)
      const found = toStored(geometry({ picture, orientation }), { x: atX, y: atY, width: 1, height: 1 })
      expect(found).toEqual({ x, y, width: 1, height: 1 })
    }
  })
  it('swaps the sides for a rotation by 90°', () => {
    const turned = geometry({ picture: { width: 480, height: 640 }, orientation: 6 })
    expect(toStored(turned, box)).toEqual({ x: 60, y: 360, width: 20, height: 40 })
  })
})
