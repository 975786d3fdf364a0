import { describe, expect, it } from 'vitest'
import { Newest } from './newest.ts'

const from = (start: number, count: number) => Float32Array.from({ length: count }, (_, i) => start + i)

describe('the newest samples', () => {
  it('are all samples until more came than are kept', () => {
    const newest = new Newest(5)
    expect(newest.last(3)).toEqual(from(0, 0))
    newest.add(from(1, 2))
    expect(newest.last(3)).toEqual(from(1, 2))
    newest.add(from(3, 2))
    expect(newest.last(3)).toEqual(from(2, 3))
    expect(newest.last(99)).toEqual(from(1, 4))
  })

  it.each([1, 2, 3, 5, 7, 12, 13])('come in order when the ring is full, in chunks of %d', (chunk) => {
    const newest = new Newest(12)
    for (let n = 0; n < 20; n++) {
      newest.add(from(n * chunk, chunk))
      const { end } = newest
      expect(end).toBe((n + 1) * chunk)
      for (const count of [1, 5, 12, 40]) {
        const taken = Math.min(count, 12, end)
        expect(newest.last(count)).toEqual(from(end - taken, taken))
      }
    }
  })

  it('are the caller’s own', () => {
    const newest = new Newest(4)
    newest.add(from(0, 4))
    const before = newest.last(4)
    newest.add(from(4, 4))
    expect(before).toEqual(from(0, 4))
  })
})
