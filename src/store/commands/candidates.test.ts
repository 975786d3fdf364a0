import { beforeEach, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { RunAllEvent, RunAllRequest } from '../../engine/protocol.ts'
import { cancel } from '../activity.ts'
import { store } from '../store.ts'
import { tryCandidates } from './candidates.ts'
import { pickModel } from './drop.ts'
import { fillInput } from './input.ts'
import { run } from './run.ts'

interface Options {
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunAllEvent) => void
}

const engine = vi.hoisted(() => ({
  runAll: (async () => undefined) as (r: RunAllRequest, o: Options) => Promise<void>,
}))
vi.mock('../engine.ts', () => ({
  call: async (method: string, request: unknown, options: Options = {}) => {
    if (method === 'runAll') return engine.runAll(request as RunAllRequest, options)
    return method === 'run' ? result : method === 'load' ? loaded : {}
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const scale = { id: 'scale', certainty: 'guessed', reason: 'nothing says', values: { scale: 'zero-one' }, fields: [] }
const settings = { backend: { id: 'cpu' }, inputs: [{ name: 'x', plan: [scale] }] }
const result = { ledger: [], outputs: [], groups: [], ms: 1, settings }
const loaded = {
  session: 's',
  summary: { metadata: {} },
  optimisation: {},
  inputs: [{ name: 'x', dtype: 'float32', shape: [null, 8, 8, 3] }],
  rung: 'cpu',
  ladder: [],
  ledger: [],
}
const row = { headline: null, backend: 'cpu', ms: 1, endToEnd: 1, inputs: [], outputs: [] } as const
const began = store.getState()

beforeEach(async () => {
  store.setState(began, true)
  await pickModel({ drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 })
  await fillInput('x', 'zeros')
  await run()
})

it('a cancelled comparison keeps the ways that have an answer, and frees the page', async () => {
  engine.runAll = ({ rows }, { signal, onEvent }) => {
    onEvent?.({ id: rows[0]?.id ?? -1, row, result: null })
    const stopped = new Promise<void>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.'))),
    )
    queueMicrotask(cancel)
    return stopped
  }
  await tryCandidates()
  const { candidates, running } = store.getState().run
  expect(candidates?.phase).toBe('done')
  expect(candidates?.tried.map(({ candidate, row }) => [candidate.id, row !== null])).toEqual([[0, true]])
  expect(running).toBe(false)
  expect(store.getState().page).toMatchObject({ announcement: 'Cancelled.', error: null })
})
