import { expect, it } from 'vitest'
import { cellOf, sortedRows } from './row-table.ts'

it('sorts rows by numbers, with those without one last in both directions', () => {
  const keys = [3, Number.NaN, -1, 3, Number.POSITIVE_INFINITY]
  expect([...sortedRows(keys, 'ascending')]).toEqual([2, 0, 3, 4, 1])
  expect([...sortedRows(keys, 'descending')]).toEqual([4, 0, 3, 2, 1])
})

it('sorts rows by texts, with empty ones last', () => {
  const keys = ['b', '', 'a', 'b']
  expect([...sortedRows(keys, 'ascending')]).toEqual([2, 0, 3, 1])
  expect([...sortedRows(keys, 'descending')]).toEqual([0, 3, 2, 1])
})

it('gives cells as the file has them', () => {
  expect(cellOf({ name: 'id', numbers: Float64Array.of(7), texts: ['007'] }, 0)).toBe('007')
  expect(cellOf({ name: 'mass', numbers: Float64Array.of(3.5, Number.NaN), texts: null }, 0)).toBe(3.5)
  expect(cellOf({ name: 'mass', numbers: Float64Array.of(3.5, Number.NaN), texts: null }, 1)).toBeNull()
})
