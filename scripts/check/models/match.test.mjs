import { describe, expect, test } from 'vitest'
import { compareBeginning, compareOutputs, difference, match } from './match.mjs'
import { npy } from './tensors.mjs'

const expected = { name: 'Identity_1', shape: [1, 3], dtype: 'float32', first8: [1, 2, 4], sum: 7, min: 1, max: 4 }

/** @param {Partial<import('./match.mjs').Found>} change */
const found = (change = {}) => ({
  name: 'scores',
  shape: [1, 3],
  dtype: 'float32',
  values: [1, 2, 4],
  stats: { min: 1, max: 4, sum: 7, nan: 0, inf: 0 },
  ...change,
})

describe('the comparison with reference outputs', () => {
  test('takes the difference relative to the largest magnitude', () => {
    expect(difference(expected, found()).worst).toBe(0)
    expect(difference(expected, found({ values: [1, 2.04, 4] })).worst).toBeCloseTo(0.01)
    expect(difference(expected, found({ stats: { min: 1, max: 4, sum: 7.12, nan: 0, inf: 0 } })).worst).toBeCloseTo(
      0.01,
    )
  })

  test('a different shape or a missing number gives infinity', () => {
    expect(difference(expected, found({ shape: [3] })).worst).toBe(Number.POSITIVE_INFINITY)
    expect(difference(expected, found({ values: [1, 'NaN', 4] })).worst).toBe(Number.POSITIVE_INFINITY)
    expect(difference(expected, found({ values: [1] })).worst).toBe(Number.POSITIVE_INFINITY)
  })

  test('finds the output by name, by signature, and by a unique shape', () => {
    const other = found({ name: 'Identity' })
    expect(match(expected, [other, found({ name: 'Identity_1' })], new Map())?.name).toBe('Identity_1')
    expect(match(expected, [other, found()], new Map([['Identity_1', 'scores']]))?.name).toBe('scores')
    expect(match(expected, [found({ name: 'a', shape: [2] }), found({ name: 'b' })], new Map())?.name).toBe('b')
    expect(match(expected, [found({ name: 'a' }), found({ name: 'b' })], new Map())).toBeUndefined()
  })

  test('names the missing output', () => {
    expect(compareOutputs([expected], [found({ shape: [2] })], new Map())).toEqual({
      worst: Number.POSITIVE_INFINITY,
      problem: 'Identity_1: not among the outputs scores',
    })
  })

  test('compares the beginning of a named output with values', () => {
    expect(compareBeginning([1, 2], [found()], 'scores').worst).toBe(0)
    expect(compareBeginning([1, 4], [found()], 'scores').worst).toBe(0.5)
    expect(compareBeginning([1], [found()], 'other').worst).toBe(Number.POSITIVE_INFINITY)
    expect(compareBeginning([1, 2, 4, 8], [found()], 'scores').worst).toBe(Number.POSITIVE_INFINITY)
  })
})

test('an .npy file has its data at a multiple of 64 bytes', () => {
  const file = npy([2], 'int32', [7, -1])
  expect(file.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY')
  const offset = 10 + file.readUInt16LE(8)
  expect(offset % 64).toBe(0)
  expect(file.subarray(10, offset).toString('latin1')).toContain("'shape': (2,)")
  expect([file.readInt32LE(offset), file.readInt32LE(offset + 4)]).toEqual([7, -1])
})
