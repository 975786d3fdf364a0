import { expect, it } from 'vitest'
import { formatScore } from './format-score.ts'

it('writes probabilities to four places', () => {
  expect([0, 0.9127, 0.05, 1].map(formatScore)).toEqual(['0.0000', '0.9127', '0.0500', '1.0000'])
})

it('does not round a small score down to nothing', () => {
  expect(formatScore(1e-7)).toBe('<0.0001')
  expect(formatScore(0.00005)).toBe('0.0001')
})

it('writes anything else as a plain number', () => {
  expect(formatScore(12.5)).toBe('12.5')
  expect(formatScore(Number.NaN)).toBe('NaN')
})
