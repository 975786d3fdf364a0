import { expect, it } from 'vitest'
import { compare, expectedMeans } from './self-test.ts'

/** The same computation with plain loops in float64. */
function plainMeans(): number[] {
  const pattern = (length: number, period: number, offset: number): number[] =>
    Array.from({ length }, (_, i) => ((i * 3) % period) - offset)
  const [x, filter, w, bias] = [pattern(32, 7, 3), pattern(72, 5, 2), pattern(12, 5, 1), [1, -2, 3]]
  const at = (values: readonly number[], i: number): number => values[i] ?? 0
  const inside = (place: number): boolean => place >= 0 && place < 4
  const means = [0, 0, 0]
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const features = [0, 1, 2, 3].map((feature) => {
        let sum = 0
        for (let tap = 0; tap < 18; tap++) {
          const [y, z] = [row + Math.floor(tap / 6) - 1, column + (Math.floor(tap / 2) % 3) - 1]
          if (inside(y) && inside(z)) sum += at(x, (y * 4 + z) * 2 + (tap % 2)) * at(filter, tap * 4 + feature)
        }
        return Math.max(0, sum)
      })
      for (let out = 0; out < 3; out++) {
        const score = features.reduce((sum, feature, i) => sum + feature * at(w, i * 3 + out), at(bias, out))
        means[out] = at(means, out) + score / 16
      }
    }
  }
  return means
}

it('expects the result of plain loops', () => {
  expect(plainMeans()).toEqual([...expectedMeans])
})

it('accepts half-precision rounding and nothing worse', () => {
  expect(() => compare([39.34, 15.49, 26.83], 'webgl')).not.toThrow()
  expect(() => compare([39.375, 15.5, 28], 'webgl')).toThrow('WebGL gives wrong results on this device')
  expect(() => compare([0, 0, 0], 'webgl')).toThrow()
  expect(() => compare([Number.NaN, 15.5, 26.8125], 'webgl')).toThrow()
})
