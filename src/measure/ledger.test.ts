import { expect, it } from 'vitest'
import { composeLedger, type StageCost, type StageId } from '../base/ledger.ts'
import { railShare, totalMs } from './ledger.ts'

const cost = (id: StageId, ms: number | null): StageCost => ({ id, ms, bytes: null })
const load = [cost('files', 3), cost('weights', 31), cost('backend', 120)]
const run = [cost('backend', null), cost('compile', 212), cost('run', 4)]

it('composes load and run in the order of the data, keeping the time of the backend', () => {
  const ledger = composeLedger(load, run)
  expect(ledger.map(({ id, ms }) => [id, ms])).toEqual([
    ['files', 3],
    ['weights', 31],
    ['backend', 120],
    ['compile', 212],
    ['run', 4],
  ])
  expect(totalMs(ledger)).toBe(370)
})

it('lets a run replace a stage that it timed', () => {
  expect(composeLedger(load, [cost('backend', 7)]).find(({ id }) => id === 'backend')?.ms).toBe(7)
})

it('gives each stage its share of the longest', () => {
  expect(railShare(composeLedger(load, run))).toMatchObject({ compile: 1, run: 4 / 212, backend: 120 / 212 })
  expect(railShare([cost('run', null)])).toEqual({ run: 0 })
  expect(railShare([])).toEqual({})
})
