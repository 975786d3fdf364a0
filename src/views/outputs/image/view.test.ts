import { expect, it } from 'vitest'
import { moved, zoomed } from './view.ts'

const whole = { x: 10, y: 0, width: 400, height: 200 }

it('zooms around the middle, between the whole picture and a small part', () => {
  expect(zoomed(whole, whole, 2)).toEqual({ x: 110, y: 50, width: 200, height: 100 })
  expect(zoomed(zoomed(whole, whole, 2), whole, 0.5)).toEqual(whole)
  expect(zoomed(whole, whole, 0.5)).toEqual(whole)
  expect(zoomed(whole, whole, 1000).width).toBe(12.5)
})
it('moves by parts of what is seen, and stays within the picture', () => {
  const half = zoomed(whole, whole, 2)
  expect(moved(half, whole, 0.1, -0.1)).toEqual({ x: 130, y: 40, width: 200, height: 100 })
  expect(moved(half, whole, 9, 9)).toEqual({ x: 210, y: 100, width: 200, height: 100 })
  expect(moved(whole, whole, 1, 1)).toEqual(whole)
  // Zooming out beside an edge does not show what is beyond it.
  expect(zoomed(moved(half, whole, 9, 9), whole, 0.5)).toEqual(whole)
})
