import { expect, it } from 'vitest'
import { alteredError, isFaithful, testPicture } from './read-back.ts'
import type { Rgba } from './rgba.ts'

const change = (picture: Rgba, by: (value: number, i: number) => number): Rgba => ({
  ...picture,
  data: picture.data.map((value, i) => (i % 4 === 3 ? value : by(value, i))),
})

it('accepts a browser that returns the pixels, or flips an occasional lowest bit', () => {
  expect(isFaithful((picture) => picture)).toBe(true)
  expect(isFaithful((picture) => change(picture, (value, i) => (i % 5 === 0 ? value ^ 1 : value)))).toBe(true)
})

it('detects random pixels, a white picture and an empty one', () => {
  const other = testPicture().data.toReversed()
  expect(isFaithful((picture) => change(picture, (_value, i) => other[i] as number))).toBe(false)
  expect(isFaithful((picture) => change(picture, () => 255))).toBe(false)
  expect(isFaithful(() => ({ width: 0, height: 0, data: new Uint8ClampedArray() }))).toBe(false)
})

it('names the file, the cause and a remedy', () => {
  expect(alteredError('cat.jpg').message).toMatch(/cat\.jpg cannot be read.*fingerprinting/)
  expect(alteredError('cat.jpg').hint).not.toBe('')
})
