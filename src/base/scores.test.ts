import { describe, expect, it } from 'vitest'
import type { Scores } from './scores.ts'
import { activate, allScores, best, bestScores, className, isEven, scoresOfRow } from './scores.ts'

const scores: Scores = {
  rows: 2,
  classes: 3,
  shown: 2,
  indices: Int32Array.of(2, 0, 1, 2),
  values: Float64Array.of(0.5, 0.25, 0.75, 0.125),
  even: [false, false],
  names: ['cat', 'dog', 'cow'],
  applied: 'none',
  note: '',
  labelsSource: null,
}

describe('the best of many', () => {
  const sorted = (values: readonly number[], count: number) =>
    values
      .map((value, index) => ({ value, index }))
      .sort((a, b) => b.value - a.value || a.index - b.index)
      .slice(0, count)
      .map(({ index }) => index)

  it.each([1, 2, 5, 17, 99, 100, 101, 500])('%d of 100 equal a full sort', (count) => {
    const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 23)
    expect([...best(values, count)]).toEqual(sorted(values, count))
  })
  it('sorts ties by index and NaN last', () => {
    expect([...best([Number.NaN, 2, 5, 2, Number.NaN, -1], 6)]).toEqual([2, 1, 3, 5, 0, 4])
    expect([...best([Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN], 2)]).toEqual([1, 0])
  })
  it('is empty for a count of 0 and for no values', () => {
    expect(best([1, 2], 0)).toHaveLength(0)
    expect(best([], 5)).toHaveLength(0)
  })
  it('of a million are the largest', () => {
    const values = Float32Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i))
    const top = best(values, 5)
    expect(Array.from(top, (index) => values[index])).toEqual([...values.toSorted().reverse().slice(0, 5)])
  })
})

describe('rows of scores', () => {
  it('are ranked, with the names of the classes', () => {
    expect(scoresOfRow(scores, 1)).toEqual([
      { label: 'dog', index: 1, value: 0.75 },
      { label: 'cow', index: 2, value: 0.125 },
    ])
    expect(scoresOfRow(scores, 2)).toEqual([])
  })
  it('may have their own names or no names', () => {
    expect(className({ ...scores, names: ['a', 'b', 'c', 'd', 'e', 'f'] }, 1, 2)).toBe('f')
    expect(className({ ...scores, names: null }, 1, 2)).toBe('class 2')
  })
  it('of all classes are computed from the values of the output', () => {
    const value = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 0, 0, 1, 2, 1) } as const
    expect(allScores({ ...scores, applied: 'sigmoid' }, value, 0)).toEqual(Float64Array.of(0.5, 0.5, 0.5))
    expect(bestScores(scores, value, 1, 10).map(({ label }) => label)).toEqual(['dog', 'cat', 'cow'])
    expect(allScores(scores, value, 2)).toEqual([])
  })
})

describe('softmax', () => {
  it('does not overflow', () => {
    expect(Array.from(activate([1000, 1001], 'softmax'))).toEqual(
      [1 / (1 + Math.E), Math.E / (1 + Math.E)].map((x) => expect.closeTo(x, 12)),
    )
  })
  it('is 0 for a masked class', () =>
    expect(Array.from(activate([Number.NEGATIVE_INFINITY, 0], 'softmax'))).toEqual([0, 1]))
})

it('sigmoid is 0 and 1 at the infinities and NaN for NaN', () => {
  expect(Array.from(activate([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY, Number.NaN], 'sigmoid'))).toEqual([
    0,
    0.5,
    1,
    Number.NaN,
  ])
})

it('scores are even if the best says little more than any other', () => {
  const even = (...scores: readonly number[]) => isEven(scores, Math.max(...scores))
  const shared = (best: number, classes: number) =>
    even(best, ...Array.from({ length: classes - 1 }, () => (1 - best) / (classes - 1)))
  expect(shared(0.042, 54)).toBe(true)
  expect(shared(0.0012, 1000)).toBe(true)
  expect(even(0.6, 0.4)).toBe(true)
  expect(even(0.7, 0.3)).toBe(false)
  expect(shared(0.26, 10)).toBe(true)
  expect(shared(0.28, 10)).toBe(false)
  expect(shared(0.1, 54)).toBe(false)
  expect(shared(0.01, 1000)).toBe(false)
  expect(even(0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0)).toBe(false)
  // Independent scores, and those that are no numbers, are never shares.
  expect(even(0.5, 0.5, 0.5)).toBe(false)
  expect(even(0.05, 0.05)).toBe(false)
  expect(isEven([Number.NaN, Number.NaN], Number.NaN)).toBe(false)
})
