import { describe, expect, it } from 'vitest'
import { plot } from './sparkline.ts'

describe('plot', () => {
  it('spreads the values over the width, zero at the bottom, the largest at the top', () => {
    const { points, high } = plot([0, 5, 10], 106, 46, null)
    expect(points).toEqual([
      { x: 3, y: 43 },
      { x: 53, y: 23 },
      { x: 103, y: 3 },
    ])
    expect(high).toBe(10)
  })

  it('draws the reference line on the same scale', () => {
    expect(plot([4, 10], 100, 46, 5).line).toBe(23)
  })

  it('puts a single value in the middle and leaves out what is no number', () => {
    expect(plot([3], 100, 46, null).points).toEqual([{ x: 50, y: 3 }])
    expect(plot([1, Number.NaN, 1], 106, 46, null).points).toHaveLength(2)
  })

  it('draws nothing of nothing', () => {
    expect(plot([], 100, 46, 1)).toEqual({ points: [], line: null, high: 0 })
  })
})
