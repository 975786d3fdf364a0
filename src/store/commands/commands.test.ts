import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { InputFile } from '../../base/plan.ts'
import type { SteadyRun } from '../../base/run.ts'
import type { CallOptions, OpenRequest } from '../../engine/protocol.ts'
import { cancel } from '../activity.ts'
import { benchmarkSummary, canRun, shownEntry } from '../selectors.ts'
import { store } from '../store.ts'
import { benchmark } from './benchmark.ts'
import { dropTransfer, pickModel } from './drop.ts'
import { checkOptimiser, chooseSignature } from './graph.ts'
import { addInputFiles, fillInput, setDim } from './input.ts'
import { run } from './run.ts'

type Call = (method: string, request: unknown, options?: CallOptions) => Promise<unknown>

const scripted = vi.hoisted(() => ({ call: (() => Promise.resolve(null)) as Call }))
vi.mock('../engine.ts', () => ({
  call: (method: string, request: unknown, options?: CallOptions) => scripted.call(method, request, options),
  engine: () => ({ onRecovery: () => () => undefined }),
}))
vi.mock('../../files/walk.ts', () => ({
  collect: async () => ({ files: [{ path: 'm/model.json', file: new Blob() }], late: async () => undefined }),
}))

const began = store.getState()
const choice = { drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 }
const file = (name: string): InputFile => ({
  file: { drop: 'd', path: name },
  name,
  bytes: 1,
  holds: 'columns',
  drawable: false,
  feeds: 'any',
  besideModel: false,
})
const result = {
  ledger: [],
  outputs: [],
  groups: [],
  held: 'h',
  ms: 1,
  settings: { backend: { id: 'cpu' }, inputs: [] },
}
const loaded = (inputs: readonly string[]) => ({
  session: 'first',
  summary: { name: 'm', hash: 'h', path: 'model.json', metadata: {} },
  signature: 'default',
  optimisation: { enabled: true, before: 1, after: 1, passes: [], ms: 0 },
  inputs: inputs.map((name) => ({ name, dtype: 'float32', shape: [null, 2] })),
  rung: 'cpu',
  ladder: [],
  ledger: [],
})

/** A call that only ends when cancelled. */
const pending = (signal: AbortSignal | undefined) =>
  new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.'))),
  )

/** A host that answers immediately; `answers` replaces individual answers. */
function host(answers: Readonly<Record<string, Call>> = {}, inputs: readonly string[] = ['x']): void {
  const plain: Readonly<Record<string, unknown>> = { load: loaded(inputs), run: result, prepare: {} }
  scripted.call = async (method, request, options) =>
    answers[method] === undefined ? plain[method] : answers[method](method, request, options)
}

const stateOf = () => store.getState()

beforeEach(async () => {
  store.setState(began, true)
  host()
  await pickModel(choice)
})

describe('runs', () => {
  it('keep the previous result if cancelled', async () => {
    await addInputFiles([file('a.csv')])
    await run()
    host({ run: (_method, _request, options) => pending(options?.signal) })
    const again = run()
    cancel()
    await again
    expect(shownEntry(stateOf())).toMatchObject({ phase: 'done', result: { ms: 1 } })
    expect(stateOf().run.running).toBe(false)
  })

  it('record the settings at their start, whatever changes during the run', async () => {
    await addInputFiles([file('a.csv')])
    let answer: (value: unknown) => void = () => undefined
    host({
      run: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    const running = run()
    const key = shownEntry(stateOf())?.key
    await setDim('x', 0, 3)
    answer(result)
    await running
    expect(shownEntry(stateOf())?.key).toBe(key)
  })

  it('keep the measured ones if a measurement is cancelled', async () => {
    await addInputFiles([file('a.csv')])
    await run()
    host({
      benchmark: (_method, _request, options) => {
        const { onEvent, signal } = options as CallOptions<SteadyRun>
        for (const runMs of [3, 1, 2]) onEvent?.({ runMs, readbackMs: 1 })
        return pending(signal)
      },
    })
    const measuring = benchmark(50)
    await vi.waitFor(() => expect(stateOf().run.benchmark.phase).toBe('running'))
    cancel()
    await measuring
    expect(stateOf().run.benchmark).toMatchObject({ phase: 'done', done: 3, total: 50 })
    expect(benchmarkSummary(stateOf())).toMatchObject({ count: 3, p50: 3 })
    expect(stateOf().page.announcement).toBe('Cancelled after 3 of 50 runs.')
  })

  it('keep their error with their result, and clear that of the page', async () => {
    await addInputFiles([file('a.csv')])
    host({ load: () => Promise.reject(new EngineError('weights-missing', 'w.bin is missing.')) })
    await pickModel({ ...choice, id: 'other.json' })
    expect(stateOf().page.error?.code).toBe('weights-missing')
    host({ run: () => Promise.reject(new EngineError('run-failed', 'It stopped.')) })
    await run()
    expect(stateOf().page.error).toBeNull()
    expect(shownEntry(stateOf())).toMatchObject({ phase: 'error', error: { code: 'run-failed' } })
  })

  it('cancel a load in progress, and the current model is ready again', async () => {
    await addInputFiles([file('a.csv')])
    host({ load: (_method, _request, options) => pending(options?.signal) })
    const loading = pickModel({ ...choice, id: 'other.json' })
    await run()
    await loading
    expect(stateOf().model).toMatchObject({ phase: 'ready', pending: null, progress: null, current: choice })
    expect(shownEntry(stateOf())?.phase).toBe('done')
  })

  it('of replaced input sets are removed', async () => {
    host({}, ['a', 'b'])
    await pickModel(choice)
    await addInputFiles([file('a.npy'), file('b.npy')])
    await run()
    await addInputFiles([file('a.npy')])
    await run()
    const { input, run: slice } = stateOf()
    expect(slice.entries.map(({ inputSet }) => inputSet)).toEqual(input.inputSets.map(({ id }) => id))
  })
})

describe('loading a model', () => {
  it('disposes of the previous session once the new one is ready', async () => {
    const calls: string[] = []
    const record: Call = async (method, request) => {
      calls.push(`${method} ${(request as { session: string }).session}`)
      return { ...loaded(['x']), session: (request as { session: string }).session }
    }
    host({ load: record, dispose: record })
    await pickModel(choice)
    calls.length = 0
    await pickModel(choice)
    const [first, second] = calls
    expect(calls).toHaveLength(2)
    expect(first).toBe(`load ${stateOf().model.loaded?.session}`)
    expect(second).toMatch(/^dispose /)
    expect(second).not.toContain(stateOf().model.loaded?.session)
  })

  it('keeps the previous session on failure', async () => {
    const before = stateOf().model.loaded?.session
    const calls: string[] = []
    host({
      load: () => Promise.reject(new EngineError('weights-missing', 'There are no weights.')),
      dispose: async (method) => calls.push(method),
    })
    await pickModel(choice)
    expect(stateOf().model.loaded?.session).toBe(before)
    expect(calls).toEqual([])
  })
})

describe('the check of the optimiser', () => {
  it('compares the model with a temporary unoptimised session on the same rung', async () => {
    await addInputFiles([file('a.csv')])
    const mine = stateOf().model.loaded?.session
    const calls: [string, Record<string, unknown>][] = []
    const record: Call = async (method, request) => {
      calls.push([method, request as Record<string, unknown>])
      return method === 'load' ? { ...loaded(['x']), session: 'second' } : { outputs: [] }
    }
    host({ load: record, compare: record, dispose: record })
    await checkOptimiser()
    expect(calls).toMatchObject([
      ['load', { optimise: false, backend: 'cpu', signature: 'default' }],
      ['compare', { session: 'second', other: mine }],
      ['dispose', { session: 'second' }],
    ])
    expect(stateOf().model).toMatchObject({ check: { phase: 'done', outputs: [] }, loaded: { session: mine } })
  })
})

describe('another signature', () => {
  /** Starts loading the signature; the returned function completes the load with these inputs. */
  const choosing = () => {
    let answer: (value: unknown) => void = () => undefined
    host({
      load: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    const chosen = chooseSignature('train')
    return async (inputs: readonly string[]) => {
      answer({ ...loaded(inputs), signature: 'train' })
      await chosen
    }
  }

  it('keeps values and settings of inputs that it shares', async () => {
    const ready = choosing()
    await fillInput('x', 'ones')
    await setDim('x', 0, 3)
    await ready(['x'])
    expect(stateOf().input).toMatchObject({ inputSets: [{ label: 'ones' }], dims: { x: { 0: 3 } } })
    expect(shownEntry(stateOf())).toMatchObject({ label: 'ones', phase: 'done' })
  })

  it('keeps them when files are assigned again', async () => {
    await addInputFiles([file('a.csv')])
    const ready = choosing()
    await fillInput('x', 'ones')
    await ready(['x', 'y'])
    const [only] = stateOf().input.inputSets
    expect(only?.sources).toMatchObject({ x: { kind: 'fill' } })
  })

  it('drops them if its inputs differ', async () => {
    const ready = choosing()
    await fillInput('x', 'ones')
    await ready(['y'])
    expect(stateOf().input.inputSets).toEqual([])
  })

  it('is not cancelled by a run during its load', async () => {
    await addInputFiles([file('a.csv')])
    const ready = choosing()
    expect(canRun(stateOf())).toEqual({ ok: false, reason: 'The model is being reloaded.' })
    await run()
    await ready(['x'])
    expect(stateOf().model.loaded?.signature).toBe('train')
    expect(shownEntry(stateOf())?.phase).toBe('done')
  })
})

describe('a drop', () => {
  const opened = { models: [choice], inputs: [file('a.csv')], problems: [], describing: [], files: 2 }
  const labelsAlone = { ...opened, models: [], inputs: [], describing: ['labels.txt'] }
  const broken = () => Promise.reject(new EngineError('weights-missing', 'm/model.json needs a weight file.'))

  it('with a failing model keeps the current model, its inputs and results', async () => {
    await addInputFiles([file('mine.csv')])
    await run()
    host({ open: async () => opened, load: broken })
    await dropTransfer({} as DataTransfer)
    expect(stateOf().page.error?.code).toBe('weights-missing')
    expect(stateOf().model).toMatchObject({ phase: 'ready', current: choice })
    expect(stateOf().input.files.map(({ name }) => name)).toEqual(['mine.csv'])
    expect(shownEntry(stateOf())?.phase).toBe('done')
  })

  it('with labels alone loads the current model anew with them, and later ones too', async () => {
    await addInputFiles([file('mine.csv')])
    await run()
    const loads: unknown[] = []
    const kept: unknown[] = []
    host({
      open: async (_method, request) => ({ ...(request as OpenRequest), ...labelsAlone }),
      load: async (_method, request) => {
        loads.push(request)
        return loaded(['x'])
      },
      keep: async (_method, request) => void kept.push(request),
    })
    await dropTransfer({} as DataTransfer)
    const { beside } = stateOf().model
    expect(beside).toHaveLength(1)
    expect(loads).toMatchObject([{ candidate: 'model.json', signature: 'default', beside }])
    expect(kept).toMatchObject([{ drops: ['d', ...beside] }])
    expect(stateOf().input.files.map(({ name }) => name)).toEqual(['mine.csv'])
    expect(shownEntry(stateOf())?.phase).toBe('done')
    await dropTransfer({} as DataTransfer)
    expect(loads).toMatchObject([{ beside }, { beside: [...beside, expect.anything()] }])
    await pickModel({ ...choice, drop: 'other' })
    expect(loads.at(-1)).toMatchObject({ beside: [] })
    expect(stateOf().model.beside).toEqual([])
  })

  it('with labels alone keeps filled values and settings', async () => {
    host({ open: async (_method, request) => ({ ...(request as OpenRequest), ...labelsAlone }) })
    await fillInput('x', 'ones')
    await setDim('x', 0, 3)
    await dropTransfer({} as DataTransfer)
    expect(stateOf().model.beside).toHaveLength(1)
    expect(stateOf().input).toMatchObject({ inputSets: [{ label: 'ones' }], dims: { x: { 0: 3 } } })
  })

  it('with labels alone keeps them for the next model if none is loaded', async () => {
    store.setState(began, true)
    const loads: unknown[] = []
    host({
      open: async (_method, request) => ({ ...(request as OpenRequest), ...labelsAlone }),
      load: async (_method, request) => {
        loads.push(request)
        return loaded(['x'])
      },
    })
    await dropTransfer({} as DataTransfer)
    expect(stateOf().model).toMatchObject({ phase: 'empty', beside: [expect.any(String)] })
    expect(stateOf().page.error).toBe(null)
    const { beside } = stateOf().model
    await pickModel(choice)
    expect(loads).toMatchObject([{ beside }])
    expect(stateOf().model.beside).toEqual(beside)
  })

  it('that starts while the previous one ends keeps its files', async () => {
    const kept: unknown[] = []
    const answers: ((value: unknown) => void)[] = []
    host({
      open: () => new Promise((resolve) => answers.push(resolve)),
      keep: async (_method, request) => void kept.push(request),
    })
    const transfer = {} as DataTransfer
    const opened = (drop: string) => ({
      drop,
      models: [],
      inputs: [file(drop)],
      problems: [],
      describing: [],
      sidecars: [],
    })
    const first = dropTransfer(transfer)
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    const second = dropTransfer(transfer)
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[0]?.(opened('one'))
    await first
    expect(kept).toEqual([])
    answers[1]?.(opened('two'))
    await second
    expect(kept).toHaveLength(1)
  })

  it('with a failing model keeps its inputs for the next model if none is loaded', async () => {
    store.setState(began, true)
    host({ open: async () => opened, load: broken })
    await dropTransfer({} as DataTransfer)
    expect(stateOf().model.phase).toBe('empty')
    expect(stateOf().input.files.map(({ name }) => name)).toEqual(['a.csv'])
  })

  it('with an unsupported model shows the error even with inputs beside it', async () => {
    store.setState(began, true)
    const keras = { path: 'm.keras', code: 'known-but-unsupported', message: 'm.keras is …', hint: '', cause: '' }
    host({ open: async () => ({ ...opened, models: [], problems: [keras] }) })
    await dropTransfer({} as DataTransfer)
    expect(stateOf().page.error?.code).toBe('known-but-unsupported')
    expect(stateOf().input.files).toHaveLength(1)
  })

  it('with a damaged model names the model, not its weights', async () => {
    const problem = (path: string, code: string) => ({ path, code, message: path, hint: '', cause: '' })
    const problems = [problem('weights.bin', 'weights-without-model'), problem('model.json', 'json-invalid')]
    host({ open: async () => ({ ...opened, models: [], inputs: [], problems }) })
    await dropTransfer({} as DataTransfer)
    expect(stateOf().page.error?.message).toBe('model.json (1 more file could not be used.)')
  })
})

describe('a model without inputs', () => {
  it('runs once loaded', async () => {
    host({}, [])
    await pickModel(choice)
    expect(stateOf().run.entries.map(({ label, phase }) => [label, phase])).toEqual([['no input', 'done']])
  })
})
