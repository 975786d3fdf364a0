import { expect, it } from 'vitest'
import { rangeOf } from './slider-range.ts'

const column = { name: 'age (years)', min: null, max: null, mean: null, std: null }

it('takes what the files state, else three to each side of zero', () => {
  expect(rangeOf(20, { ...column, min: 18, max: 90 })).toEqual({ min: 18, max: 90, step: 0.1 })
  expect(rangeOf(50, { ...column, mean: 50, std: 10 })).toEqual({ min: 20, max: 80, step: 0.1 })
  expect(rangeOf(0.5, null)).toEqual({ min: -3, max: 3, step: 0.01 })
  expect(rangeOf(0.5, { ...column, min: 1, max: 1 })).toEqual({ min: -3, max: 3, step: 0.01 })
})
it('is wide enough for the value', () => {
  expect(rangeOf(7.105, null)).toEqual({ min: -3, max: 7.11, step: 0.01 })
  expect(rangeOf(-120, { ...column, min: 0, max: 1000 })).toEqual({ min: -120, max: 1000, step: 10 })
})
