import { expect, it } from 'vitest'
import { composeLedger, stage } from '../base/ledger.ts'
import { railShare, totalMs } from './ledger.ts'

const load = [
  stage('files', { ms: 3, bytes: 4_300_000 }),
  stage('weights', { ms: 31 }),
  stage('backend', { ms: 120, value: 'Wasm' }),
]
const run = [stage('backend', { value: 'Wasm' }), stage('compile', { ms: 212 }), stage('run', { ms: 4 })]

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
  expect(composeLedger(load, [stage('backend', { ms: 7 })]).find(({ id }) => id === 'backend')?.ms).toBe(7)
})

it('gives each stage its share of the longest', () => {
  expect(railShare(composeLedger(load, run))).toMatchObject({ compile: 1, run: 4 / 212, backend: 120 / 212 })
  expect(railShare([stage('run', {})])).toEqual({ run: 0 })
  expect(railShare([])).toEqual({})
})
