import { expect, it } from 'vitest'
import { before, trimmedEnd } from './trim.ts'

it('trims the end only', () => {
  expect(trimmedEnd('\na\n\nb\r\n\n', '\r\n')).toBe('\na\n\nb')
  expect(trimmedEnd('\n\n', '\n')).toBe('')
  expect(trimmedEnd(`${'\n'.repeat(5_000_000)}x`, '\n').length).toBe(5_000_001)
})

it('cuts at the first of several characters', () => {
  expect(before('a.bin?x#y', '?#')).toBe('a.bin')
  expect(before('a.bin', '?#')).toBe('a.bin')
  expect(before(`${'?'.repeat(5_000_000)}\n`, '?#')).toBe('')
})
