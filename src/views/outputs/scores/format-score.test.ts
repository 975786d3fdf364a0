import { expect, it } from 'vitest'
import { formatScore } from './format-score.ts'

it('formats probabilities with four decimal places', () => {
  expect([0, 0.9127, 0.05, 1].map(formatScore)).toEqual(['0.0000', '0.9127', '0.0500', '1.0000'])
})

it('does not round a small score to 0', () => {
  expect(formatScore(1e-7)).toBe('<0.0001')
  expect(formatScore(0.00005)).toBe('0.0001')
})

it('formats other values as plain numbers', () => {
  expect(formatScore(12.5)).toBe('12.5')
  expect(formatScore(Number.NaN)).toBe('NaN')
})
