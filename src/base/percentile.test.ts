import { describe, expect, it } from 'vitest'
import { percentile } from './percentile.ts'

describe('percentile, type 7', () => {
  // Expected: numpy.percentile([15, 20, 35, 40, 50], share).
  it.each([
    [0, 15],
    [0.05, 16],
    [0.3, 23],
    [0.4, 29],
    [0.5, 35],
    [0.95, 48],
    [1, 50],
  ])('share %d is %d', (share, expected) => expect(percentile([50, 15, 40, 20, 35], share)).toBeCloseTo(expected, 12))
  it('of one value is that value', () => expect(percentile([7], 0.95)).toBe(7))
  it('of no values is NaN', () => expect(percentile([], 0.5)).toBeNaN())
})
