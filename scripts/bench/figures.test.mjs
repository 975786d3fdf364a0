import { expect, test } from 'vitest'
import { quantile, ratio } from './figures.mjs'

test('quantiles interpolate between order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(quantile([5], 0.95)).toBe(5)
  expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5)
})

test('a ratio is ours over plain', () => {
  expect(ratio('load', { ours: [1, 2, 3], plain: [4, 4, 4] }, { target: 0.9 })).toMatchObject({
    value: 0.5,
    target: 0.9,
  })
})
