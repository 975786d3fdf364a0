import { expect, it } from 'vitest'
import { distributionOf } from './distribution.ts'

it('leaves out what is not finite, and counts it', () => {
  const values = Float32Array.of(1, Number.NaN, -1, Number.POSITIVE_INFINITY, 0, 4)
  expect(distributionOf(values, 5)).toEqual({
    elements: 6,
    min: -1,
    max: 4,
    mean: 1,
    // The population: sqrt((0 + 4 + 1 + 9) / 4).
    deviation: Math.sqrt(3.5),
    zeros: 1,
    negative: 1,
    nan: 1,
    inf: 1,
    histogram: [1, 1, 1, 0, 1],
  })
  expect(distributionOf([Number.NaN], 2)).toMatchObject({ min: 0, max: 0, nan: 1, histogram: [0, 0] })
})

it('puts equal values into the middle, and the greatest into the last bin', () => {
  expect(distributionOf([3, 3], 2).histogram).toEqual([0, 2])
  expect(distributionOf([0, 0.1, 0.2, 0.30000000000000004, 1], 10).histogram).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 1])
})
