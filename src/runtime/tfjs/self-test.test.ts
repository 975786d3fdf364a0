import { expect, it } from 'vitest'
import { compare, expectedMeans, expectedRegions } from './self-test.ts'

/** The same computation with plain loops in float64. */
function plainMeans(): number[] {
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

const pattern = (length: number, period: number, offset: number): readonly number[] =>
  Array.from({ length }, (_, i) => ((i * 3) % period) - offset)

/** Each window of 3 × 3 over a picture of 5 × 5, from `-before` on, as pairs of position in picture and window. */
function windows(stride: number, before: number): readonly (readonly (readonly [number, number])[])[] {
  return [0, 1, 2, 3].map((window) =>
    Array.from({ length: 9 }, (_, tap) => {
      const row = Math.floor(window / 2) * stride - before + Math.floor(tap / 3)
      const column = (window % 2) * stride - before + (tap % 3)
      const inside = row >= 0 && row < 5 && column >= 0 && column < 5
      return [inside ? row * 5 + column : -1, tap] as const
    }).filter(([place]) => place >= 0),
  )
}

function plainRegions(): number[] {
  const [x, filter, rows, weights] = [pattern(25, 7, 9), pattern(9, 5, 2), pattern(6, 5, 2), pattern(4, 5, 2)]
  const at = (values: readonly number[], i: number): number => values[i] ?? 0
  const pooled = windows(3, 0).map((window) => Math.max(...window.map(([place]) => at(x, place))))
  const convolved = windows(4, 1).map((window) =>
    window.reduce((sum, [place, tap]) => sum + at(x, place) * at(filter, tap), 0),
  )
  const product = Array.from({ length: 6 }, (_, i) => {
    const [row, column] = [Math.floor(i / 2), i % 2]
    const sum = at(rows, row * 2) * at(weights, column) + at(rows, row * 2 + 1) * at(weights, 2 + column)
    return Math.max(0, sum + at([1, -2], column))
  })
  return [...pooled, ...convolved, ...product, 0, 0]
}

it('expects the results of plain loops', () => {
  expect(plainMeans()).toEqual([...expectedMeans])
  expect(plainRegions()).toEqual([...expectedRegions])
})

it('accepts half-precision rounding and nothing worse', () => {
  expect(() => compare([39.34, 15.49, 26.83], expectedMeans, 'webgl')).not.toThrow()
  expect(() => compare([39.375, 15.5, 28], expectedMeans, 'webgl')).toThrow('WebGL gives wrong results on this device')
  expect(() => compare([0, 0, 0], expectedMeans, 'webgl')).toThrow()
  expect(() => compare([Number.NaN, 15.5, 26.8125], expectedMeans, 'webgl')).toThrow()
})
