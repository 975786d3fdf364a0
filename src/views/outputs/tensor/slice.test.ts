import { describe, expect, it } from 'vitest'
import { formatSlice, indexOf, sliceOf, stridesOf } from './slice.ts'

const shape = [2, 3, 4, 5]

describe('sliceOf', () => {
  it('finds every element of a slice over two axes', () => {
    const data = Array.from({ length: 120 }, (_, i) => i)
    const { offset, rows, columns, rowStride, columnStride } = sliceOf(shape, [1, 2], { 0: 1, 3: 4 })
    expect([rows, columns]).toEqual([3, 4])
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = offset + row * rowStride + column * columnStride
        expect(indexOf(data[at] ?? -1, shape)).toEqual([1, row, column, 4])
      }
    }
  })

  it('fixes the other axes at 0 by default, and clamps indices', () => {
    expect(sliceOf(shape, [2, 3], {}).offset).toBe(0)
    expect(sliceOf(shape, [2, 3], { 0: 9, 1: -1 }).offset).toBe(60)
  })

  it('reads a vector or a scalar as one row', () => {
    expect(sliceOf([7], null, {})).toMatchObject({ rows: 1, columns: 7 })
    expect(sliceOf([], null, {})).toMatchObject({ rows: 1, columns: 1 })
    expect(sliceOf([0], null, {})).toMatchObject({ rows: 0, columns: 0 })
  })

  it('can swap the axes', () => {
    expect(sliceOf([3, 4], [1, 0], {})).toEqual({ offset: 0, rows: 4, columns: 3, rowStride: 1, columnStride: 4 })
  })
})

it('computes row-major strides', () => {
  expect(stridesOf(shape)).toEqual([60, 20, 5, 1])
  expect(stridesOf([])).toEqual([])
})

it('formats a slice in NumPy notation', () => {
  expect(formatSlice(shape, [1, 2], { 3: 4 })).toBe('[0, :, :, 4]')
  expect(formatSlice([7], null, {})).toBe('[:]')
})
