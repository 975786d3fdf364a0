import { expect, it } from 'vitest'
import { contextOf, stringsOf, tensorOf } from '../fixtures.ts'
import { text } from './index.ts'

it('reads strings of any shape in row-major order', () => {
  const value = stringsOf([1, 4], ['asm', 'bat', '', 'c\n++'])
  expect(text.match(value, contextOf(value))).toBe(0.9)
  expect(text.decode(value, contextOf(value))).toEqual({ view: 'text', data: { rows: ['asm', 'bat', '', 'c\n++'] } })
})

it('leaves numbers alone', () => {
  const value = tensorOf([1], [1])
  expect(text.match(value, contextOf(value))).toBe(0)
})
