import { describe, expect, it } from 'vitest'
import { numberRow } from '../../base/number-row.ts'
import type { TensorValue } from '../../base/tensor.ts'
import { decodeFirst, fitIn, stringsOf, tensorOf, wave } from '../fixtures.ts'
import { numbers } from './index.ts'

const rowsOf = (value: TensorValue, labels: readonly string[] | null = null) => {
  const { data } = decodeFirst(numbers, [{ name: 'rings', value }], { labels })
  return Array.from({ length: data.rows }, (_, row) =>
    numberRow(data, value, row).map((number, i) => ({ label: data.labels[i], value: number })),
  )
}

describe('numbers', () => {
  it('reads one regression value, named after the output', () => {
    expect(rowsOf(tensorOf([1, 1], [9.216842]))).toEqual([[{ label: 'rings', value: Math.fround(9.216842) }]])
  })
  it('reads a scalar', () => expect(rowsOf(tensorOf([], [8.5]))).toEqual([[{ label: 'rings', value: 8.5 }]]))
  it('reads [b] as one number per batch element', () => {
    expect(rowsOf(tensorOf([3], [1, 2, 3], 'int32'))).toEqual([1, 2, 3].map((value) => [{ label: 'rings', value }]))
  })
  it('reads [b, k] row by row', () => {
    // matmul_graph from the tests of tfjs-converter, on [[1, 2], [3, 4]].
    const rows = rowsOf(tensorOf([2, 2], [1.5, 0.25, 3, -0.5]))
    expect(rows).toEqual([
      [
        { label: 'rings [0]', value: 1.5 },
        { label: 'rings [1]', value: 0.25 },
      ],
      [
        { label: 'rings [0]', value: 3 },
        { label: 'rings [1]', value: -0.5 },
      ],
    ])
  })
  it('uses names that fit', () => {
    expect(rowsOf(tensorOf([1, 2], [1, 2]), ['width', 'height'])[0]?.map(({ label }) => label)).toEqual([
      'width',
      'height',
    ])
  })
  it('prefers few values; rejects many values, strings and pictures', () => {
    const fitOf = (value: TensorValue) => fitIn(numbers, [{ name: 'x', value }])
    expect(fitOf(tensorOf([1, 1], [9.2]))).toBe(0.9)
    expect(fitOf(tensorOf([1, 4], [0.0252456, 0.047145, 0.0381248, 0.0384534]))).toBe(0.8)
    expect(fitOf(tensorOf([1, 10], wave(10, 3)))).toBe(0.3)
    expect(fitOf(tensorOf([1, 17], wave(17, 3)))).toBe(0)
    expect(fitOf(tensorOf([1, 1, 17, 3], wave(51, 1)))).toBe(0)
    expect(fitOf(tensorOf([4177, 1], wave(4177, 1)))).toBe(0.9)
    expect(fitOf(stringsOf([1], ['a']))).toBe(0)
  })
})
