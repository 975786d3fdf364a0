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
