import { describe, expect, test } from 'vitest'
import { area, bicubic, scaleAndTranslate, type Weights } from './resampling-weights.ts'

function rowsOf(weights: Weights, from: number, to: number) {
  const all = [...weights(from, to)]
  return Array.from({ length: to }, (_, i) => all.slice(i * from, (i + 1) * from))
}

const sum = (row: readonly number[]) => row.reduce((all, weight) => all + weight, 0)

describe('resampling weights', () => {
  const lanczos = scaleAndTranslate('lanczos3', 0.5, 0, true) as Weights

  test.each([
    ['bicubic', bicubic(false, true), 5, 9],
    ['bicubic, older mode', bicubic(false, false), 5, 9],
    ['area', area(false), 7, 3],
    ['lanczos3', lanczos, 8, 4],
  ] as const)('%s: every row adds up to 1', (_, weights, from, to) => {
    for (const row of rowsOf(weights, from, to)) expect(sum(row)).toBeCloseTo(1, 5)
  })

  test('the same size changes nothing', () => {
    expect(rowsOf(bicubic(false, true), 3, 3)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ])
    expect(rowsOf(area(false), 2, 2)).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  test('area: mean of the covered pixels', () => {
    expect(rowsOf(area(false), 4, 2)).toEqual([
      [0.5, 0.5, 0, 0],
      [0, 0, 0.5, 0.5],
    ])
    const [first] = rowsOf(area(false), 3, 2)
    expect(first?.map((weight) => Math.round(weight * 1e6) / 1e6)).toEqual([0.666667, 0.333333, 0])
  })

  test('area: a single pixel is repeated, also with aligned corners', () => {
    for (const aligned of [false, true]) for (const row of rowsOf(area(aligned), 1, 3)) expect(row[0]).toBeCloseTo(1, 6)
  })

  test('bicubic doubling uses the Keys weights at quarters', () => {
    const row = rowsOf(bicubic(false, true), 6, 12)[5] ?? []
    // A quarter of the way from pixel 2 to pixel 3: Keys 1981, a = -1/2.
    expect(row.slice(1, 5)).toEqual([-0.0703125, 0.8671875, 0.2265625, -0.0234375])
  })

  test('a kernel that TensorFlow does not have', () => {
    expect(scaleAndTranslate('sinc', 1, 0, true)).toBeNull()
  })
})
