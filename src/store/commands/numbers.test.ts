import { beforeEach, expect, it, vi } from 'vitest'
import type { InputBinding } from '../../base/plan.ts'
import { store } from '../store.ts'
import { pickModel } from './drop.ts'
import { addInputFiles } from './input.ts'
import { editRow, setSamples, setWay } from './numbers.ts'

const engine = vi.hoisted(() => ({ asked: [] as unknown[], runs: [] as unknown[] }))
vi.mock('../engine.ts', () => ({
  call: async (method: string, request: { readonly binding: InputBinding }) => {
    if (method === 'prepare') {
      engine.asked.push(request.binding)
      return { head: [1, 20, 3, 40, 2, 30.5], shape: [3, 2] }
    }
    if (method === 'run') engine.runs.push(request)
    const inputs = [{ name: 'x', dtype: 'float32', shape: [null, 2] }]
    return method === 'load'
      ? { session: 's', summary: { metadata: {} }, optimisation: {}, inputs, rung: 'cpu', ladder: [], ledger: [] }
      : {}
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const began = store.getState()
const source = () => {
  const { inputSets, selected } = store.getState().input
  return inputSets.find(({ id }) => id === selected)?.sources.x
}
const rowsOf = () => {
  const typed = source()
  return typed?.kind === 'text' ? typed.text.split('\n').map((row) => row.split(', ').map(Number)) : []
}

beforeEach(async () => {
  store.setState(began, true)
  engine.asked.length = 0
  engine.runs.length = 0
  await pickModel({ drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 })
})

it('types the first row as it is before standardising, with the ranges of its columns, and runs it', async () => {
  const file = { drop: 'd', path: 'a.csv' }
  const of = { bytes: 1, holds: 'columns', drawable: false, feeds: 'any', besideModel: false } as const
  await addInputFiles([{ file, name: 'a.csv', ...of }])
  await editRow('x', ['age (years)', 'height'])
  expect(engine.asked).toContainEqual(
    expect.objectContaining({ settings: [{ id: 'standardise', values: { method: 'none' } }] }),
  )
  expect(source()).toEqual({
    kind: 'text',
    text: '1, 20',
    columns: [
      { name: 'age (years)', min: 1, max: 3 },
      { name: 'height', min: 20, max: 40 },
    ],
  })
  expect(engine.runs).toHaveLength(1)
})
it('types a row for each seed, and the way between two', async () => {
  await setSamples('x', 2, 5, 3)
  const [first, , third] = rowsOf()
  expect(rowsOf()).toHaveLength(3)
  await setWay('x', 2, 5, 7, 4)
  const way = rowsOf()
  expect(way).toHaveLength(4)
  expect(way[0]).toEqual(first)
  for (const [i, value] of (way[3] ?? []).entries()) expect(value).toBeCloseTo(third?.[i] ?? Number.NaN, 5)
})
