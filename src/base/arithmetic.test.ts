import { describe, expect, it } from 'vitest'
import { plainArithmetic } from './arithmetic.ts'

describe('plain arithmetic', () => {
  it('multiplies rows, with an incomplete last row', () => {
    const elements = Float32Array.from({ length: 16 }, (_, i) => i + 1)
    plainArithmetic.multiplyRows(elements, Float32Array.of(1, 2, 3, 4, 5, 6))
    expect([...elements]).toEqual([1, 4, 9, 16, 25, 36, 7, 16, 27, 40, 55, 72, 13, 28, 45, 64])
  })

  it('finds NaN and infinities at every position', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (let i = 0; i < 19; i++) {
        const elements = new Float32Array(19).fill(3e38)
        expect(plainArithmetic.isFinite(elements)).toBe(true)
        elements[i] = bad
        expect(plainArithmetic.isFinite(elements)).toBe(false)
      }
  })
})
