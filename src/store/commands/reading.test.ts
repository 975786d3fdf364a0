import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { Candidate, OutputGroup } from '../../base/reading.ts'
import type { Interpretation } from '../../base/readings/index.ts'
import type { RunResult } from '../../base/run.ts'
import { shownEntry } from '../selectors.ts'
import { store } from '../store.ts'
import { asChosen, interpretationOf, readAs, setReadingOption } from './reading.ts'

interface Asked {
  readonly run: string
  readonly view: string
  readonly options: object
}

const engine = vi.hoisted(() => ({ read: (_: Asked): Promise<unknown> => Promise.resolve(null) }))
vi.mock('../engine.ts', () => ({ call: (_method: string, request: Asked) => engine.read(request) }))

const candidate = (view: string, options: readonly object[] = []) =>
  ({ id: view, view, uses: ['y'], reason: `${view} fits`, options }) as unknown as Candidate
const tensor = { view: 'tensor', output: 'y' } as unknown as Interpretation
const group: OutputGroup = {
  outputs: ['y'],
  candidates: [candidate('tensor'), candidate('scores')],
  open: true,
  shown: { candidate: 'tensor', uses: ['y'], reason: 'tensor fits', options: {}, interpretation: tensor },
} as unknown as OutputGroup
const result = { held: 'h', outputs: [], groups: [group], ledger: [] } as unknown as RunResult

const began = store.getState()
const shown = () => shownEntry(store.getState())?.result?.groups[0]?.shown
const unread = () => store.getState().run.unread

/** What the engine was asked to read, in order; it answers at once. */
let asked: Asked[]

beforeEach(() => {
  asked = []
  engine.read = async (request) => {
    asked.push(request)
    return { view: request.view, values: [], headline: '' }
  }
  const entry = { run: 1, inputSet: 1, label: 'a', phase: 'done', result, error: null, key: '', row: null } as const
  store.setState({ ...began, run: { ...began.run, entries: [entry], shown: 1 } }, true)
})

describe('reading a group in another way', () => {
  it('asks for that reading alone, and puts it into the result', async () => {
    await readAs('y', 'scores')
    expect(asked).toEqual([{ run: 'h', view: 'scores', uses: ['y'], options: {} }])
    expect(shown()).toMatchObject({ candidate: 'scores', reason: 'scores fits', interpretation: { view: 'scores' } })
  })

  it('asks for nothing when it is read so already', async () => {
    await readAs('y', 'tensor')
    expect(asked).toEqual([])
    expect(shown()).toBe(group.shown)
  })

  it('passes an option on, and takes it away again', async () => {
    await setReadingOption('y', 'tensor', 'rows', 3)
    expect(asked.at(-1)?.options).toEqual({ rows: 3 })
    await setReadingOption('y', 'tensor', 'columns', 2)
    expect(asked.at(-1)?.options).toEqual({ rows: 3, columns: 2 })
    await setReadingOption('y', 'tensor', 'rows', null)
    expect(asked.at(-1)?.options).toEqual({ columns: 2 })
  })

  it('says why it failed, and keeps what was shown', async () => {
    engine.read = () => Promise.reject(new EngineError('run-failed', 'It is gone.'))
    await readAs('y', 'scores')
    expect(unread().y?.message).toBe('It is gone.')
    expect(shown()).toBe(group.shown)
  })

  it('ends with the choice that came last, whichever answer comes last', async () => {
    const answers: ((value: unknown) => void)[] = []
    engine.read = () => new Promise((resolve) => answers.push(resolve))
    const first = readAs('y', 'scores')
    const second = setReadingOption('y', 'scores', 'top', 1)
    for (const answer of answers.toReversed()) answer({ view: 'scores', values: [], headline: '' })
    await Promise.all([first, second])
    expect(answers).toHaveLength(2)
    expect(shown()).toMatchObject({ candidate: 'scores', options: { top: 1 } })
  })
})

describe('a result of another run', () => {
  const other = () => {
    const { entries } = store.getState().run
    const added = entries.map((entry) => ({ ...entry, run: 2, inputSet: 2, result: { ...result, held: 'other' } }))
    store.setState({ run: { ...store.getState().run, entries: [...entries, ...added] } })
  }
  const otherShown = () => store.getState().run.entries[1]?.result?.groups[0]?.shown

  it('in the list is read again after the shown one, so that the list holds one kind of answer', async () => {
    other()
    await readAs('y', 'scores')
    expect(asked.map(({ run }) => run)).toEqual(['h', 'other'])
    expect(otherShown()?.candidate).toBe('scores')
  })

  it('in the list stays as it is if the worker no longer holds it, without a word at the shown one', async () => {
    other()
    const answer = engine.read
    engine.read = (request) => (request.run === 'h' ? answer(request) : Promise.reject(new Error('It is gone.')))
    await readAs('y', 'scores')
    expect(otherShown()).toBe(group.shown)
    expect(unread()).toEqual({})
  })

  it('is read as chosen, or stays as it was read where that fails', async () => {
    await readAs('y', 'scores')
    expect((await asChosen({ ...result, held: 'other' })).groups[0]?.shown.candidate).toBe('scores')
    expect(asked.at(-1)?.run).toBe('other')
    engine.read = () => Promise.reject(new EngineError('run-failed', 'It is gone.'))
    expect((await asChosen({ ...result, held: 'third' })).groups[0]?.shown).toBe(group.shown)
  })

  it('gives the interpretation of a view, and null where it does not fit', async () => {
    expect(await interpretationOf(result, 'y', 'tensor')).toBe(tensor)
    expect(await interpretationOf(result, 'y', 'scores')).toMatchObject({ view: 'scores' })
    expect(await interpretationOf(result, 'z', 'scores')).toBeNull()
    expect(await interpretationOf(result, 'y', 'image')).toBeNull()
  })
})
