import { expect, it } from 'vitest'
import { Candidates } from './candidates.ts'
import { ranked, suppress } from './suppress.ts'

/** Boxes as score, class, left, top, right, bottom. */
function candidates(...boxes: readonly (readonly [number, number, number, number, number, number])[]): Candidates {
  const found = new Candidates(0)
  for (const [i, box] of boxes.entries()) found.add(...box, i)
  return found
}

it('ranks by score; equal scores keep their order', () => {
  const found = candidates([0.5, 0, 0, 0, 1, 1], [0.9, 0, 0, 0, 1, 1], [0.5, 0, 0, 0, 1, 1], [1, 0, 0, 0, 1, 1])
  expect([...ranked(found, 10)]).toEqual([3, 1, 0, 2])
  expect([...ranked(found, 2)]).toEqual([3, 1])
})

it('removes what overlaps a better box of its class by more than the limit', () => {
  // The intersection over union of the first two is 80 / 120, that of the first and third 50 / 150.
  const found = candidates(
    [0.9, 0, 0, 0, 10, 10],
    [0.8, 0, 2, 0, 12, 10],
    [0.7, 0, 5, 0, 15, 10],
    [0.6, 1, 0, 0, 10, 10],
  )
  const left = (overlap: number, across: boolean) => [...suppress(found, { overlap, across, most: 100 })]
  expect(left(0.5, false)).toEqual([0, 2, 3])
  expect(left(0.5, true)).toEqual([0, 2])
  expect(left(0.3, false)).toEqual([0, 3])
  expect(left(0.67, false)).toEqual([0, 1, 2, 3])
  expect(left(1, true)).toEqual([0, 1, 2, 3])
})

it('leaves out boxes without a score or a place', () => {
  const found = candidates(
    [Number.NaN, 0, 0, 0, 1, 1],
    [0.5, 0, 0, 0, Number.POSITIVE_INFINITY, 1],
    [0.5, 0, 0, 0, 1, 1],
  )
  expect(found.count).toBe(1)
})

it('leaves what a comparison of all pairs leaves', () => {
  let seed = 7
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const boxes = Array.from({ length: 600 }, (): [number, number, number, number, number, number] => {
    const [left, top, width, height] = [random() * 90, random() * 90, random() ** 3 * 80, random() ** 3 * 80]
    return [0.2 + random() * 0.8, Math.floor(random() * 3), left, top, left + width, top + height]
  })
  const found = candidates(...boxes)
  for (const overlap of [0, 0.05, 0.3, 0.45, 0.7, 0.95]) {
    for (const across of [false, true]) {
      const kept: number[] = []
      for (const at of ranked(found, 1000)) {
        const clear = kept.every((other) => {
          const [a, b] = [boxes[at], boxes[other]]
          if (a === undefined || b === undefined || (!across && a[1] !== b[1])) return true
          const width = Math.max(0, Math.min(a[4], b[4]) - Math.max(a[2], b[2]))
          const height = Math.max(0, Math.min(a[5], b[5]) - Math.max(a[3], b[3]))
          const areas = [a, b].map(([, , l, t, r, d]) => (r - l) * (d - t))
          return width * height <= overlap * ((areas[0] ?? 0) + (areas[1] ?? 0) - width * height) + 1e-6
        })
        if (clear) kept.push(at)
      }
      expect([...suppress(found, { overlap, across, most: 1000 })]).toEqual(kept)
    }
  }
})
