import { expect, it } from 'vitest'
import { decodeFirst, fitIn, named, stringsOf, tensorOf } from '../fixtures.ts'
import { text } from './index.ts'

it('reads strings of any shape in row-major order', () => {
  const value = stringsOf([1, 4], ['asm', 'bat', '', 'c\n++'])
  expect(fitIn(text, named(value))).toBe(0.9)
  expect(decodeFirst(text, named(value))).toEqual({ view: 'text', data: { rows: ['asm', 'bat', '', 'c\n++'] } })
})

it('does not fit numbers', () => {
  const value = tensorOf([1], [1])
  expect(fitIn(text, named(value))).toBe(0)
})
