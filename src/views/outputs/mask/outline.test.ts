import { expect, it } from 'vitest'
import { type Mask, type MaskRow, noClass } from '../../../base/readings/mask.ts'
import { outlineOf } from './outline.ts'

/** A mask drawn with a digit per class and a blank for none, on a picture of twice its size. */
function outline(rows: readonly string[], only: number | null = null): readonly string[] {
  const [width, height] = [rows[0]?.length ?? 0, rows.length]
  const index = Uint16Array.from(rows.join(''), (letter) => (letter === ' ' ? noClass : Number(letter)))
  const mask = { width, height, place: { x: 10, y: 0, width: 2 * width, height: 2 * height } } as Mask
  return outlineOf(mask, { index } as MaskRow, only).map(([from, to]) => `${from.x},${from.y} ${to.x},${to.y}`)
}

it('is one line for each straight stretch of a border, in the frame', () => {
  expect(outline(['00', '11'])).toEqual(['10,2 14,2'])
  expect(outline(['000', '010', '000'])).toEqual(['12,2 14,2', '12,4 14,4', '12,2 12,4', '14,2 14,4'])
})

it('separates pixels without a class too, but frames no picture', () => {
  expect(outline(['1 ', '1 '])).toEqual(['12,0 12,4'])
  expect(outline(['11', '11'])).toEqual([])
})

it('of one class leaves out the borders of all others', () => {
  expect(outline(['012'], 2)).toEqual(['14,0 14,2'])
})

it('of noise is empty', () => {
  const row = (at: number) =>
    Array.from({ length: 400 }, (_, i) => (Math.imul(i + 1, 7919 * at + 31) >>> 7) % 2).join('')
  expect(outline(Array.from({ length: 400 }, (_, i) => row(i)))).toEqual([])
})
