import { expect, it } from 'vitest'
import { between, normals } from './random.ts'

it('draws a normal distribution, the same for the same seed', () => {
  const drawn = normals(3, 20_000)
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length
  expect(Math.abs(mean)).toBeLessThan(0.03)
  expect(variance).toBeGreaterThan(0.95)
  expect(variance).toBeLessThan(1.05)
  expect(normals(3, 5)).toEqual(drawn.slice(0, 5))
  expect(normals(4, 5)).not.toEqual(drawn.slice(0, 5))
})
it('goes from one vector to another without getting shorter', () => {
  expect(between([1, 0], [0, 1], 0)).toEqual([1, 0])
  expect(Math.hypot(...between([1, 0], [0, 1], 0.5))).toBeCloseTo(1, 12)
  expect(between([1, 0], [0, 1], 1)[1]).toBeCloseTo(1, 12)
  expect(between([2, 2], [2, 2], 0.3)).toEqual([2, 2])
})
