import { expect, it } from 'vitest'
import type { Geometry, Orientation } from '../../base/geometry.ts'
import { toStored } from '../../base/geometry.ts'
import { noMetadata } from '../../base/model.ts'
import { automaticOptions } from '../../base/reading.ts'
import { boxAt } from '../../base/readings/boxes.ts'
import { picture, preparePicture, spec } from '../../inputs/fixtures/index.ts'
import type { ReadContext } from '../contract.ts'
import { contextOf, tensorOf } from '../fixtures.ts'
import { boxes } from './index.ts'

/** Left, top, right and bottom of the white rectangle in a picture, px. */
const wanted = { left: 20, top: 12, right: 44, bottom: 30 }

/** A model that returns a box around what is brighter than half, in pixels of its input, to fractions of a pixel. */
function boxAround(data: ArrayLike<number>, width: number, height: number) {
  const across = Array.from({ length: width }, (_, x) => brightest(height, (y) => data[(y * width + x) * 3] as number))
  const down = Array.from({ length: height }, (_, y) => brightest(width, (x) => data[(y * width + x) * 3] as number))
  const [left, right] = edges(across)
  const [top, bottom] = edges(down)
  return tensorOf([1, 1, 6], [left, top, right, bottom, 0.9, 0])
}

const brightest = (count: number, at: (i: number) => number) =>
  Math.max(...Array.from({ length: count }, (_, i) => at(i)))

/** Where a profile crosses one half, by the centres of its pixels. */
function edges(profile: readonly number[]): readonly [number, number] {
  const from = profile.findIndex((value) => value >= 0.5)
  const to = profile.findLastIndex((value) => value >= 0.5)
  const between = (a: number, b: number) => {
    const [low, high] = [profile[a] ?? 0, profile[b] ?? 0]
    return a + 0.5 + (high === low ? 0 : (0.5 - low) / (high - low)) * (b - a)
  }
  return [between(from - 1, from), between(to, to + 1)]
}

const read = (value: ReturnType<typeof tensorOf>, width: number, height: number, geometry: Geometry | null) => {
  const outputs = [{ name: 'rows', value }]
  const inputs: ReadContext['inputs'] = [{ name: 'x', dtype: 'float32', shape: [1, height, width, 3], geometry }]
  const context = { ...contextOf(outputs), metadata: noMetadata, inputs }
  const [match] = boxes.match(outputs, context)
  if (match === undefined) throw new Error('no boxes')
  const { data } = boxes.decode(outputs, context, automaticOptions(match))
  const [row] = data.rows
  if (row === undefined) throw new Error('no picture')
  return { data, box: boxAt(data, row, 0) }
}

it.each([
  ['stretch', 256, 256],
  ['stretch', 320, 192],
  ['stretch', 48, 80],
  ['fit', 256, 256],
  ['fit', 192, 320],
  ['fit', 81, 61],
  ['centre-crop', 256, 256],
  ['centre-crop', 320, 160],
  ['centre-crop', 97, 131],
] as const)('a box of a picture that was resized by %s to %d × %d lands within 1 px', async (method, width, height) => {
  const inside = (x: number, y: number) => x >= wanted.left && x < wanted.right && y >= wanted.top && y < wanted.bottom
  const shown = picture(64, 41, (x, y) => [inside(x, y) ? 255 : 0])
  const prepared = await preparePicture(shown, spec([1, height, width, 3]), {
    settings: [{ id: 'resize', values: { method } }],
  })
  const { geometry } = prepared.description
  const { data, box } = read(boxAround(prepared.tensor.data as Float32Array, width, height), width, height, geometry)
  expect(data.frame).toMatchObject({ of: 'picture', width: 64, height: 41 })
  for (const [found, exact] of [
    [box.x, wanted.left],
    [box.y, wanted.top],
    [box.x + box.width, wanted.right],
    [box.y + box.height, wanted.bottom],
  ] as const) {
    expect(Math.abs(found - exact)).toBeLessThan(1)
  }
})

/** The pixel of the stored picture that is at a place of the upright one, by the definition of each orientation. */
const stored: Readonly<Record<Orientation, (x: number, y: number, w: number, h: number) => readonly [number, number]>> =
  {
    1: (x, y) => [x, y],
    2: (x, y, w) => [w - x, y],
    3: (x, y, w, h) => [w - x, h - y],
    4: (x, y, _w, h) => [x, h - y],
    5: (x, y) => [y, x],
    6: (x, y, w) => [y, w - x],
    7: (x, y, w, h) => [h - y, w - x],
    8: (x, y, _w, h) => [h - y, x],
  }

it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
  'EXIF orientation %d, mirrored or not: the box is that of the upright picture',
  (orientation) => {
    const geometry: Geometry = {
      picture: { width: 600, height: 400 },
      orientation,
      crop: { x: 100, y: 0, width: 400, height: 400 },
      placed: { x: 0, y: 0, width: 200, height: 200 },
      input: { width: 200, height: 200 },
      axes: { height: 1, width: 2 },
    }
    const { box } = read(tensorOf([1, 1, 6], [10, 20, 60, 90, 0.9, 0]), 200, 200, geometry)
    expect(box).toMatchObject({ x: 120, y: 40, width: 100, height: 140 })
    const [x, y] = stored[orientation](120, 40, 600, 400)
    const [x2, y2] = stored[orientation](220, 180, 600, 400)
    expect(toStored(geometry, box)).toEqual({
      x: Math.min(x, x2),
      y: Math.min(y, y2),
      width: Math.abs(x2 - x),
      height: Math.abs(y2 - y),
    })
  },
)
