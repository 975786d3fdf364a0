import { expect, it } from 'vitest'
import { formatMeasure, rangeOf, shareOf, words } from './format-measure.ts'

it('writes cosines with the decimals that tell them apart', () => {
  expect(formatMeasure('cosine', 0.314159, [-0.2, 0.9])).toBe('0.31')
  expect(formatMeasure('cosine', 0.999406, [0.9994, 0.9998])).toBe('0.99941')
  expect(formatMeasure('cosine', -0.001, [-0.2, 0.9])).toBe('0.00')
  expect(formatMeasure('cosine', -0.25, [-1, 1])).toBe('−0.25')
  expect(formatMeasure('cosine', Number.NaN, [0, 0])).toBe('NaN')
  expect(words('dot', 40, [0, 100])).toBe('dot product 40')
})
it('takes the nearest as the most alike', () => {
  expect(shareOf('cosine', 1, [0, 1])).toBe(1)
  expect(shareOf('distance', 0, [0, 4])).toBe(1)
  expect(shareOf('dot', Number.NaN, [0, 4])).toBe(0)
  expect(rangeOf([Number.NaN, 3, -1])).toEqual([-1, 3])
  expect(rangeOf([])).toEqual([0, 0])
})
