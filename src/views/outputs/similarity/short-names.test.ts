import { expect, it } from 'vitest'
import { shortNames } from './short-names.ts'

it('leaves out the parts that all names begin with', () => {
  expect(shortNames(['batch.npy, row 0', 'batch.npy, row 10'])).toEqual(['0', '10'])
  expect(shortNames(['IMG_2041.jpg', 'IMG_2042.jpg'])).toEqual(['2041.jpg', '2042.jpg'])
})

it('keeps names that share no whole part, and a single one', () => {
  expect(shortNames(['cat-1.jpg', 'car-1.jpg'])).toEqual(['cat-1.jpg', 'car-1.jpg'])
  expect(shortNames(['a photo'])).toEqual(['a photo'])
  expect(shortNames(['a_', 'a_b'])).toEqual(['a_', 'b'])
})
