import { expect, it } from 'vitest'
import { parseNumbers } from './parse-numbers.ts'

it('reads numbers however they are separated', () => {
  expect(parseNumbers('0.485, 0.456,0.406')).toEqual([0.485, 0.456, 0.406])
  expect(parseNumbers(' -1;2e-3\n4 ')).toEqual([-1, 0.002, 4])
})

it('refuses a list with something else in it, and one with nothing', () => {
  expect(parseNumbers(' ')).toBeNull()
  expect(parseNumbers('1, two')).toBeNull()
  expect(parseNumbers('1, Infinity')).toBeNull()
})
