import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { CallOptions } from '../../engine/protocol.ts'
import { shownEntry } from '../selectors.ts'
import { store } from '../store.ts'
import { pickModel } from './drop.ts'
import { addInputFiles, setStep } from './input.ts'
import { run } from './run.ts'

type Call = (method: string, request: unknown, options?: CallOptions) => Promise<unknown>

const scripted = vi.hoisted(() => ({ call: (() => Promise.resolve(null)) as Call }))
vi.mock('../engine.ts', () => ({
  call: (method: string, request: unknown, options?: CallOptions) => scripted.call(method, request, options),
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const began = store.getState()
const scale = (mode: string) => setStep('x', { id: 'scale', values: { mode } })
let runs = 0
let invalid = false

/** A model with one input whose run takes `ms`. */
async function ran(ms: number): Promise<void> {
  const result = { ledger: [], outputs: [], groups: [], held: 'h', ms, endToEnd: 500 + ms }
  const answers: Readonly<Record<string, () => unknown>> = {
    load: () => ({
      session: 's',
      summary: { name: 'm', hash: 'h', path: 'm', metadata: {} },
      signature: 'default',
      optimisation: { enabled: true },
      inputs: [{ name: 'x', dtype: 'float32', shape: [null, 2] }],
      rung: 'cpu',
      ladder: [],
      ledger: [],
    }),
    prepare: () => {
      if (invalid) throw new EngineError('input-unsupported', 'The deviation must not be 0.')
      return { plan: [] }
    },
    run: () => {
      runs++
      return { ...result, settings: { backend: { id: 'cpu' }, inputs: [] } }
    },
  }
  scripted.call = async (method) => answers[method]?.()
  await pickModel({ drop: 'd', id: 'm', name: 'm', formatLabel: '', bytes: 1 })
  const file = {
    file: { drop: 'd', path: 'a.npy' },
    name: 'a.npy',
    bytes: 1,
    holds: 'one',
    drawable: false,
    feeds: 'any',
    besideModel: false,
  } as const
  await addInputFiles([file])
  await run()
  runs = 0
}

beforeEach(() => {
  vi.useFakeTimers()
  store.setState(began, true)
  invalid = false
})
afterEach(() => vi.useRealTimers())

it('repeats a short run once after several changes', async () => {
  await ran(20)
  await scale('one')
  await vi.advanceTimersByTimeAsync(100)
  await scale('two')
  await vi.advanceTimersByTimeAsync(100)
  expect(runs).toBe(0)
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toBe(1)
  expect(shownEntry(store.getState())?.phase).toBe('done')
})

it('does not repeat a long run', async () => {
  await ran(2000)
  await scale('one')
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toBe(0)
})

it('does not run after an invalid value', async () => {
  await ran(20)
  invalid = true
  await scale('one')
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toBe(0)
  expect(store.getState().input.prepared.x?.phase).toBe('error')
})

it('does not run if the change was undone', async () => {
  await ran(20)
  await scale('one')
  await vi.advanceTimersByTimeAsync(1000)
  await scale('two')
  await scale('one')
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toBe(1)
})
