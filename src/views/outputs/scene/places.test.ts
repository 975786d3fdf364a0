import { expect, it } from 'vitest'
import { placesIn } from './places.ts'

it('has as many decimal places as say something in a picture of this size', () => {
  const inPicture = (width: number, height: number) => placesIn({ of: 'picture', input: 'x', width, height }, 1)
  expect(inPicture(1, 1)).toBe(2)
  expect(inPicture(640, 480)).toBe(1)
  expect(inPicture(10, 480)).toBe(1)
  expect(inPicture(8000, 6000)).toBe(0)
  expect(placesIn({ of: 'unit', input: null, width: 1, height: 1 }, 0)).toBe(3)
})
