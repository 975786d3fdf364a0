import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { OutputGroup } from '../../base/reading.ts'
import type { Interpretation } from '../../base/readings/index.ts'
import type { RunResult } from '../../base/run.ts'
import type { Request } from '../../engine/protocol.ts'
import { floats, output, result as resultOf, scoresOf } from '../../exports/fixtures/results.ts'
import { isStale, keyOf } from '../bindings.ts'
import { shownEntry } from '../selectors.ts'
import { store } from '../store.ts'
import { asChosen, interpretationOf, readAs, setReadingOption } from './reading.ts'

const scripted = vi.hoisted(() => ({ read: (_: unknown): Promise<unknown> => Promise.resolve(null) }))
vi.mock('../engine.ts', () => ({ call: (_method: string, request: unknown) => scripted.read(request) }))

const began = store.getState()
const value = floats([1, 3], [1, 4, 2])
const activation = { id: 'activation', label: 'Apply', type: 'choice', value: 'softmax', options: [] } as const

function made(held = 'run-1'): RunResult {
  const plain = resultOf([output(value, [scoresOf(value, ['a', 'b', 'c'])])])
  const groups = plain.groups.map(
    (group): OutputGroup => ({
      ...group,
      candidates: group.candidates.map((one) => (one.view === 'scores' ? { ...one, options: [activation] } : one)),
      shown: { ...group.shown, options: { activation: 'softmax' } },
    }),
  )
  return { ...plain, groups, held }
}

/** A worker that answers each reading with a text that describes the request. */
const asked: Request<'read'>[] = []
const answer = (request: unknown): Promise<Interpretation> => {
  const wanted = request as Request<'read'>
  asked.push(wanted)
  return Promise.resolve({ view: 'text', data: { rows: [`${wanted.view} ${JSON.stringify(wanted.options)}`] } })
}

const inputSet = { id: 1, label: 'a', sources: {} }
const shown = () => shownEntry(store.getState())?.result?.groups[0]?.shown

beforeEach(() => {
  store.setState(began, true)
  asked.length = 0
  scripted.read = answer
  const key = keyOf(began, inputSet)
  const entry = { run: 1, inputSet: 1, label: 'a', phase: 'done', row: null, result: made(), error: null, key } as const
  store.setState({
    input: { ...began.input, inputSets: [inputSet], selected: 1 },
    run: { ...began.run, entries: [entry], shown: 1 },
  })
})

describe('a reading option', () => {
  it('is decoded from the outputs held by the worker, and does not make the result stale', async () => {
    await setReadingOption('Identity', 'scores', 'activation', 'none')
    expect(asked).toEqual([{ run: 'run-1', view: 'scores', uses: ['Identity'], options: { activation: 'none' } }])
    expect(shown()).toMatchObject({ candidate: 'scores', options: { activation: 'none' } })
    const state = store.getState()
    const entry = shownEntry(state)
    expect(entry !== null && isStale(state, entry)).toBe(false)
    expect(entry).toMatchObject({ run: 1, phase: 'done' })
  })
  it('can be reset to automatic', async () => {
    await setReadingOption('Identity', 'scores', 'activation', 'none')
    await setReadingOption('Identity', 'scores', 'activation', null)
    expect(shown()?.options).toEqual({ activation: 'softmax' })
  })
  it('shows the last of two quick changes', async () => {
    const answers: (() => void)[] = []
    scripted.read = (request) => new Promise((resolve) => answers.push(() => resolve(answer(request))))
    const first = setReadingOption('Identity', 'scores', 'activation', 'none')
    const second = setReadingOption('Identity', 'scores', 'activation', 'sigmoid')
    for (const settle of answers.reverse()) settle()
    await Promise.all([first, second])
    expect(shown()?.options).toEqual({ activation: 'sigmoid' })
  })
})

describe('another reading', () => {
  it('is kept for later results', async () => {
    await readAs('Identity', 'tensor')
    expect(shown()?.candidate).toBe('tensor')
    const next = await asChosen(made('run-2'))
    expect(next.groups[0]?.shown.candidate).toBe('tensor')
    expect(asked.at(-1)?.run).toBe('run-2')
  })
  it('sends no request if the result already has the reading', async () => {
    await readAs('Identity', 'scores')
    expect(asked).toEqual([])
  })
  it('shows an error and keeps the current reading if the outputs are no longer held', async () => {
    scripted.read = () => Promise.reject(new EngineError('outputs-not-held', 'Gone.', 'Run again.'))
    await readAs('Identity', 'tensor')
    expect(store.getState().run.unread).toMatchObject({ Identity: { code: 'outputs-not-held' } })
    expect(shown()?.candidate).toBe('scores')
    expect((await asChosen(made())).groups[0]?.shown.candidate).toBe('scores')
    await readAs('Identity', 'scores')
    expect(store.getState().run.unread).toEqual({})
  })
})

describe('a view for an export', () => {
  it('is the shown one, or decoded on demand; null if it does not fit', async () => {
    const result = made()
    expect(await interpretationOf(result, 'Identity', 'scores')).toBe(result.groups[0]?.shown.interpretation)
    expect(await interpretationOf(result, 'Identity', 'tensor')).toEqual({
      view: 'text',
      data: { rows: ['tensor {}'] },
    })
    expect(await interpretationOf(result, 'Identity', 'image')).toBeNull()
  })
})
