import { expect, it } from 'vitest'
import type { PreparedInput } from '../../base/plan.ts'
import { headColumns } from './head-columns.ts'

const prepared = (shape: readonly number[], head: readonly number[], plan: readonly object[] = []) =>
  ({ shape, head, plan }) as unknown as PreparedInput

const columns = { fields: [{ id: 'columns', type: 'columns', value: [2, 0], options: ['a', 'b', 'c'] }] }

it('splits the first values into the chosen columns of the table', () => {
  expect(headColumns(prepared([3, 2], [1, 2, 3, 4, 5, 6], [columns]), null)).toEqual([
    { name: 'c', values: [1, 3, 5] },
    { name: 'a', values: [2, 4, 6] },
  ])
})

it('numbers the columns of an array, and leaves out a row that is cut', () => {
  expect(headColumns(prepared([2, 3], [1, 2, 3, 4]), null)?.map(({ name, values }) => [name, values])).toEqual([
    ['0', [1]],
    ['1', [2]],
    ['2', [3]],
  ])
})

it('names the columns of a row that was typed from a table', () => {
  const ranges = ['age', 'height'].map((name) => ({ name, min: 0, max: 1 }))
  const found = headColumns(prepared([1, 2], [1, 2]), { kind: 'text', text: '1, 2', columns: ranges })
  expect(found?.map(({ name }) => name)).toEqual(['age', 'height'])
})

it('is for matrices only', () => {
  for (const shape of [[4], [4, 1], [1, 28, 28], [2, 100]])
    expect(headColumns(prepared(shape, [1, 2]), null)).toBeNull()
})
