import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { InputFile } from '../../base/plan.ts'
import type { RunAllEvent, RunAllRequest } from '../../engine/protocol.ts'
import { cancel } from '../activity.ts'
import { keptResults } from '../run-entries.ts'
import { shownEntry } from '../selectors.ts'
import { store } from '../store.ts'
import { pickModel } from './drop.ts'
import { addInputFiles, selectInputSet, showRun } from './input.ts'
import { runAll } from './run.ts'

interface Options {
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunAllEvent) => void
}
type RunAll = (request: RunAllRequest, options: Options) => Promise<void>

const engine = vi.hoisted(() => ({ calls: [] as string[], runAll: (async () => undefined) as RunAll }))
vi.mock('../engine.ts', () => ({
  call: async (method: string, request: unknown, options: Options = {}) => {
    engine.calls.push(method)
    if (method === 'runAll') return engine.runAll(request as RunAllRequest, options)
    if (method === 'run') return result()
    if (method === 'load') return loaded
    return {}
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const began = store.getState()
const loaded = {
  session: 's',
  summary: { metadata: {} },
  optimisation: {},
  inputs: [{ name: 'x', dtype: 'float32', shape: [null, 2] }],
  rung: 'cpu',
  ladder: [],
  ledger: [],
}
const result = () => ({ ledger: [], outputs: [], groups: [], ms: 1, settings: { backend: { id: 'cpu' }, inputs: [] } })
const row = { headline: null, backend: 'cpu', ms: 1, endToEnd: 1, inputs: [], outputs: [] } as const
const done = (id: number, whole = false): RunAllEvent => ({ id, row, result: whole ? (result() as never) : null })
const file = (i: number): InputFile => ({
  file: { drop: 'd', path: `${i}.csv` },
  name: `${i}.csv`,
  bytes: 1,
  holds: 'columns',
  drawable: false,
  feeds: 'any',
  besideModel: false,
})
const run = () => store.getState().run
const phases = () => run().entries.map(({ phase }) => phase)
const never = (signal: AbortSignal | undefined) =>
  new Promise<void>((_, reject) =>
    signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.'))),
  )

async function inputs(count: number): Promise<void> {
  await addInputFiles(Array.from({ length: count }, (_, i) => file(i)))
  engine.calls.length = 0
}

beforeEach(async () => {
  store.setState(began, true)
  await pickModel({ drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 })
})

describe('a run of several inputs', () => {
  it('is one call with progress', async () => {
    await inputs(3)
    const batches: unknown[] = []
    engine.runAll = async ({ rows }, { onEvent }) => {
      for (const { id, whole } of rows) {
        onEvent?.(done(id, whole))
        await vi.waitFor(() => expect(run().batch?.done).toBe(rows.findIndex((one) => one.id === id) + 1))
        batches.push(run().batch)
      }
    }
    await runAll()
    expect(engine.calls).toEqual(['runAll'])
    expect(batches).toEqual([1, 2, 3].map((n) => ({ done: n, failed: 0, total: 3 })))
    expect(run()).toMatchObject({ running: false, batch: null })
    expect(phases()).toEqual(['done', 'done', 'done'])
  })

  it('keeps the error of a failed row in that row only', async () => {
    await inputs(3)
    const error = { code: 'input-unreadable', message: '1.csv is cut short.', hint: '', cause: '' } as const
    engine.runAll = async ({ rows }, { onEvent }) => {
      for (const [i, { id, whole }] of rows.entries()) onEvent?.(i === 1 ? { id, error } : done(id, whole))
    }
    await runAll()
    expect(phases()).toEqual(['done', 'error', 'done'])
    expect(run().entries[1]?.error).toEqual(error)
    expect(store.getState().page.error).toBeNull()
  })

  it('keeps finished rows when cancelled', async () => {
    await inputs(3)
    engine.runAll = async ({ rows }, { onEvent, signal }) => {
      onEvent?.(done(rows[0]?.id ?? 0, true))
      setTimeout(cancel)
      await never(signal)
    }
    await runAll()
    expect(phases()).toEqual(['done', 'cancelled'])
    expect(run()).toMatchObject({ running: false, batch: null })
    expect(store.getState().page.error).toBeNull()
  })

  it('keeps finished rows when it fails; the running row gets the error', async () => {
    await inputs(3)
    engine.runAll = async ({ rows }, { onEvent }) => {
      onEvent?.(done(rows[0]?.id ?? 0, true))
      throw new EngineError('worker-lost', 'The worker was lost.')
    }
    await runAll()
    expect(phases()).toEqual(['done', 'error'])
    expect(run().entries[1]).toMatchObject({ result: null, error: { code: 'worker-lost' } })
    expect(store.getState().page.error?.code).toBe('worker-lost')
  })

  it('announces how many rows are done and failed', async () => {
    await inputs(3)
    const error = { code: 'input-unreadable', message: '0.csv is cut short.', hint: '', cause: '' } as const
    engine.runAll = async ({ rows: [first, ...others] }, { onEvent }) => {
      onEvent?.({ id: first?.id ?? 0, error })
      for (const { id } of others) onEvent?.(done(id, true))
    }
    await runAll()
    expect(store.getState().page.announcement).toBe('3 results. 1 failed.')
    engine.runAll = async ({ rows }, { onEvent, signal }) => {
      onEvent?.(done(rows[0]?.id ?? 0, true))
      setTimeout(cancel)
      await never(signal)
    }
    await runAll()
    expect(store.getState().page.announcement).toMatch(/^1 of 3 done\. 0\.csv: /)
    expect(run().cancelled).toBe('Cancelled: 1 of 3 done.')
  })

  it('keeps no full result of hidden rows; selecting one reruns it', async () => {
    await inputs(keptResults + 2)
    engine.runAll = async ({ rows }, { onEvent }) => {
      for (const { id, whole } of rows) onEvent?.(done(id, whole))
    }
    await runAll()
    const whole = () => run().entries.filter((entry) => entry.result !== null)
    expect(whole()).toEqual([shownEntry(store.getState())])
    const last = run().entries.at(-1)
    await showRun(last?.run ?? -1)
    await vi.waitFor(() => expect(shownEntry(store.getState())?.phase).toBe('done'))
    expect(shownEntry(store.getState())).toMatchObject({ inputSet: last?.inputSet, result: { ms: 1 } })
    expect(shownEntry(store.getState())?.run).toBeGreaterThan(last?.run ?? 0)
  })

  it('does not rerun every row while the user steps through the list', async () => {
    await inputs(keptResults + 20)
    engine.runAll = async ({ rows }, { onEvent }) => {
      for (const { id, whole } of rows) onEvent?.(done(id, whole))
    }
    await runAll()
    engine.calls.length = 0
    const { entries } = run()
    await Promise.all(entries.map(({ inputSet }) => selectInputSet(inputSet)))
    await vi.waitFor(() => expect(shownEntry(store.getState())).toMatchObject({ phase: 'done', result: { ms: 1 } }))
    expect(engine.calls.filter((method) => method === 'run').length).toBeLessThan(5)
  })

  it('keeps only the latest full results of single runs', async () => {
    await inputs(keptResults + 5)
    engine.runAll = async ({ rows }, { onEvent }) => {
      for (const { id } of rows) onEvent?.(done(id, true))
    }
    await runAll()
    expect(run().entries.filter((entry) => entry.result !== null)).toHaveLength(keptResults + 1)
  })
})
