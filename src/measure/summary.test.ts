import { describe, expect, it } from 'vitest'
import { summarise } from './summary.ts'

describe('summarise', () => {
  it('does not change the order of the runs', () => {
    const runs = [4, 2, 8, 6]
    expect(summarise(runs)).toEqual({ p50: 5, p95: expect.closeTo(7.7, 12), min: 2, max: 8, mean: 5, count: 4 })
    expect(runs).toEqual([4, 2, 8, 6])
  })
  it('of nothing is null', () => expect(summarise([])).toBeNull())
})
