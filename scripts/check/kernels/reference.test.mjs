import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../src/graph/builder.ts'
import { literal } from '../../../src/graph/constant.ts'
import { createRuntime } from '../../../src/runtime/index.ts'
import { Bench } from './bench.mjs'
import { caseOf } from './families/index.mjs'
import { judge } from './judge.mjs'
import { Recorded } from './recorded.mjs'

/**
 * Results of TensorFlow 2.21 for small cases of seed 5. If a generator changes: `node index.mjs --write --seed 5`,
 * `scripts/references/kernels.py`, and keep results of at most 24 numbers, two per family, and one with NaN where there is one.
 */
const recorded = new Recorded(readFileSync(new URL('tensorflow.jsonl', import.meta.url), 'utf8'))

it('the CPU backend, against which the kernels are checked, agrees with TensorFlow', async () => {
  const bench = new Bench({ GraphBuilder, literal, createRuntime: () => createRuntime({ wasmPaths: '' }) }, 'cpu')
  const rows = []
  for (const id of recorded.results.keys()) rows.push(await judge(recorded, bench, caseOf(5, id), id))
  expect(rows.filter(({ state }) => state !== 'agrees')).toEqual([])
  expect(rows.length).toBeGreaterThan(100)
})
