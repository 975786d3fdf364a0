import { expect, it } from 'vitest'
import type { Prepared } from '../inputs/contract.ts'
import type { SessionOutput } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'
import { compileRecord, runLedger } from './run-facts.ts'

/** What a run of a made-up model measured; each figure differs from all others. */
const figures = {
  loaded: {
    started: { session: { rung: 'webgl', asynchronous: true, memory: () => 4096 } },
    description: { optimisation: { before: 155, after: 68 } },
  } as unknown as Loaded,
  prepared: [
    {
      description: { input: 'x', source: 'a.npy', plan: [], stats: { min: 1, max: 2, mean: 1.5, nan: 0, inf: 0 } },
      tensor: { shape: [2, 3], dtype: 'float32' },
    },
    {
      description: { input: 'mask', source: 'b.npy', plan: [], stats: { min: 0, max: 1, mean: 0.5, nan: 0, inf: 0 } },
      tensor: { shape: [5], dtype: 'bool' },
    },
  ] as unknown as readonly Prepared[],
  first: true,
  output: { runMs: 3, readbackMs: 5 } as unknown as SessionOutput,
  outputs: [],
  groups: [],
  inputMs: 7,
  resultMs: 11,
}

it('gives every stage of a run its own time and bytes', () => {
  const records = runLedger(figures)
  expect(records.map(({ id, ms, bytes }) => [id, ms, bytes])).toEqual([
    ['input', 7, 2 * 3 * 4 + 5],
    ['run', 3, null],
    ['readback', 5, 0],
    ['result', 11, null],
  ])
  expect(records[1]?.facts).toEqual({
    operations: { read: 155, run: 68 },
    rung: 'webgl',
    asynchronous: true,
    first: true,
    memory: 4096,
  })
})

it('gives the time of compiling ahead, and none where nothing was compiled', () => {
  expect(compileRecord('webgl', { ms: 13, facts: { code: 'compiled', programs: 2 } })).toMatchObject({
    ms: 13,
    facts: { code: 'compiled', programs: 2 },
  })
  expect(compileRecord('cpu', null)).toMatchObject({ ms: null, facts: { code: 'nothing-ahead', rung: 'cpu' } })
})
