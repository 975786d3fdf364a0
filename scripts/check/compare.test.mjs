import { describe, expect, test } from 'vitest'
import { compare, infinite, largest, magnitudeOf, tolerated } from './compare.mjs'

const tolerance = tolerated({ rtol: 0.1, atol: 1 })

/** @param {...import('./compare.mjs').Element} data */
const vector = (...data) => ({ shape: [data.length], data })

describe('the comparison with reference values', () => {
  test('1 is a difference of atol + rtol·|expected|', () => {
    expect(compare(vector(10, 12), vector(10, 10), tolerance)).toEqual({
      worst: 1,
      problem: 'element 1 is 12, expected 10',
    })
    expect(compare(vector(10), vector(10), tolerance)).toEqual({ worst: 0, problem: null })
  })

  test('or a difference relative to the largest magnitude', () => {
    expect(compare(vector(1, -7), vector(1, -8), magnitudeOf([1, -8])).worst).toBe(1 / 8)
    expect(compare(vector(1), vector(0), magnitudeOf([0])).worst).toBeGreaterThan(1e300)
  })

  test('NaN and infinities equal only themselves', () => {
    const odd = vector(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
    expect(compare(odd, odd, tolerance).worst).toBe(0)
    for (const [a, b] of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
    ])
      expect(compare(vector(a ?? 0), vector(b ?? 0), tolerance).worst).toBe(Number.POSITIVE_INFINITY)
  })

  test('numbers as text, 64-bit numbers and booleans are compared as numbers', () => {
    expect(compare(vector('NaN', 3n, true), vector(Number.NaN, 3, 1), tolerance).worst).toBe(0)
  })

  test('a different text, a different shape and a missing element give infinity', () => {
    expect(compare(vector('a'), vector('b'), tolerance)).toEqual(infinite('element 0 is "a", expected "b"'))
    expect(compare(vector(1), vector(1, 2), tolerance)).toEqual(infinite('shape [1], expected [2]'))
    expect(compare({ shape: [2], data: [1] }, vector(1, 2), tolerance).worst).toBe(Number.POSITIVE_INFINITY)
  })

  test('the largest of several differences names its output', () => {
    const near = { worst: 0.5, problem: 'near' }
    expect(
      largest([
        ['a', near],
        ['b', infinite('far')],
        ['c', near],
      ]),
    ).toEqual(infinite('b: far'))
    expect(largest([])).toEqual({ worst: 0, problem: null })
  })
})
