import { expect, it } from 'vitest'
import type { LoadedModel } from '../engine/protocol.ts'
import { inputSet, keyOf } from './bindings.ts'
import { rail } from './selectors.ts'
import type { RunEntry, State } from './state.ts'
import { store } from './store.ts'

const fed = inputSet('a', {})
const loaded = {
  summary: {},
  optimisation: {},
  rung: 'wasm',
  inputs: [],
  ledger: [{ id: 'backend', ms: 20, bytes: null }],
} as unknown as LoadedModel

function page(rung: string, run: Partial<State['run']>): State {
  const began = store.getState()
  return {
    ...began,
    model: { ...began.model, loaded: { ...loaded, rung } as LoadedModel },
    input: { ...began.input, inputSets: [fed], selected: fed.id },
    run: { ...began.run, shown: 1, ...run },
  }
}

const entry = {
  run: 1,
  inputSet: fed.id,
  phase: 'done',
  key: keyOf(page('wasm', {}), fed),
  result: { outputs: [], groups: [], ledger: ['input', 'run', 'readback'].map((id) => ({ id, ms: 100, bytes: null })) },
} as unknown as RunEntry

const statesOf = (state: State) => Object.fromEntries(rail(state).map(({ id, state: stage }) => [id, stage]))

it('marks the figures of a run as stale once the settings have changed, but not those of the load', () => {
  expect(statesOf(page('wasm', { entries: [entry] }))).toMatchObject({ backend: 'done', input: 'done', run: 'done' })
  expect(statesOf(page('cpu', { entries: [entry] }))).toMatchObject({ backend: 'done', input: 'stale', run: 'stale' })
})

it('marks the figures of the run before as stale while the next one runs', () => {
  const running = { ...entry, phase: 'running' as const }
  const progress = { stage: 'run', done: 0, total: null, note: '' } as const
  const state = page('wasm', { entries: [running], running: true, progress })
  expect(statesOf(state)).toMatchObject({ input: 'stale', run: 'active', readback: 'stale' })
})

it('shows the medians of repeated runs with the same settings, and no others', () => {
  const runs = [2, 4, 3].map((runMs) => ({ runMs, readbackMs: runMs / 10 }))
  const result = { backend: 'wasm', runs, endToEnd: [], memory: null } as const
  const benchmark = { phase: 'done', done: 3, total: 3, result, key: entry.key } as const
  const steady = (key: string) => {
    const stages = rail(page('wasm', { entries: [entry], benchmark: { ...benchmark, key } }))
    return Object.fromEntries(stages.map((stage) => [stage.id, stage.steady]))
  }
  expect(steady(entry.key)).toMatchObject({ input: null, run: 3, readback: 0.3 })
  expect(steady('other')).toMatchObject({ run: null, readback: null })
})

it('reddens the stage that failed: input for what is wrong with a file, else run', () => {
  const failed = (code: string) =>
    ({ ...entry, phase: 'error', result: null, error: { code, message: '', hint: '', cause: '' } }) as RunEntry
  expect(statesOf(page('wasm', { entries: [failed('input-shape')] }))).toMatchObject({ input: 'error', run: 'idle' })
  expect(statesOf(page('wasm', { entries: [failed('run-failed')] }))).toMatchObject({ input: 'idle', run: 'error' })
})
