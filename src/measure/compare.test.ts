import { describe, expect, it } from 'vitest'
import type { TensorValue } from '../base/tensor.ts'
import { compareTensors } from './compare.ts'

const tensor = (data: readonly number[], shape: readonly number[] = [data.length]): TensorValue => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
})

describe('compareTensors', () => {
  it('finds the first largest difference, absolute and relative to the largest magnitude', () => {
    expect(compareTensors(tensor([1, 2.5, -8]), tensor([1, 2, -8.5]))).toEqual({
      maxAbs: 0.5,
      relative: 0.5 / 8.5,
      index: 1,
      values: [2.5, 2],
      count: 3,
    })
  })
  it('finds none between equal tensors, NaN and infinities among them', () => {
    const odd = tensor([Number.NaN, Number.POSITIVE_INFINITY, 0])
    expect(compareTensors(odd, odd)).toEqual({ maxAbs: 0, relative: 0, index: null, values: null, count: 3 })
  })
  it('never takes NaN for agreement with a number', () => {
    expect(compareTensors(tensor([Number.NaN, 1]), tensor([0, 1]))).toMatchObject({
      maxAbs: Number.POSITIVE_INFINITY,
      relative: Number.POSITIVE_INFINITY,
      index: 0,
    })
    expect(compareTensors(tensor([0]), tensor([Number.NEGATIVE_INFINITY])).maxAbs).toBe(Number.POSITIVE_INFINITY)
  })
  it('takes a reference of zeros absolutely', () =>
    expect(compareTensors(tensor([0.25]), tensor([0])).relative).toBe(0.25))
  it('compares strings', () => {
    const strings = (data: readonly string[]): TensorValue => ({ dtype: 'string', shape: [2], data })
    expect(compareTensors(strings(['a', 'b']), strings(['a', 'c']))).toMatchObject({
      maxAbs: 1,
      relative: 1,
      index: 1,
      values: ['b', 'c'],
    })
  })
  it('refuses other shapes and kinds', () => {
    expect(() => compareTensors(tensor([1, 2], [1, 2]), tensor([1, 2]))).toThrow('[1, 2] and [2] were found')
    expect(() => compareTensors(tensor([1]), { dtype: 'string', shape: [1], data: ['1'] })).toThrow(
      'float32 and string were found',
    )
  })
})
