import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { InputFile } from '../../base/plan.ts'
import { store } from '../store.ts'
import { pickModel } from './drop.ts'
import {
  addInputFiles,
  bindFile,
  fillInput,
  removeInputSet,
  resetSteps,
  selectInputSet,
  setDim,
  setStep,
  typeInput,
} from './input.ts'

/** Answers of `prepare`; by default at once, with the name of the binding's source. */
type Prepare = (request: {
  readonly binding: { readonly source: { readonly file?: { readonly path: string } } }
}) => unknown

const engine = vi.hoisted(() => ({ names: ['x'], prepared: 0, prepare: null as unknown as Prepare }))
vi.mock('../engine.ts', () => ({
  call: async (method: string, request: unknown) => {
    if (method === 'prepare') {
      engine.prepared++
      return engine.prepare(request as Parameters<Prepare>[0])
    }
    const inputs = engine.names.map((name) => ({ name, dtype: 'float32', shape: [null, 2] }))
    return method === 'load'
      ? { session: 's', summary: { metadata: {} }, optimisation: {}, inputs, rung: 'cpu', ladder: [], ledger: [] }
      : {}
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))

const began = store.getState()
const file = (name: string): InputFile => ({
  file: { drop: 'd', path: name },
  name,
  bytes: 1,
  holds: 'one',
  drawable: false,
  feeds: 'any',
  besideModel: false,
})
const state = () => store.getState().input
const labels = () => state().inputSets.map(({ label }) => label)
const sources = () =>
  Object.entries(state().inputSets[0]?.sources ?? {}).map(([name, source]) => [
    name,
    source.kind === 'file' ? source.file.path : source.kind,
  ])
const select = (label: string) => selectInputSet(state().inputSets.find((one) => one.label === label)?.id ?? -1)
const selected = () => state().inputSets.find(({ id }) => id === state().selected)?.label

async function model(...names: readonly string[]): Promise<void> {
  engine.names = [...names]
  await pickModel({ drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 })
}

beforeEach(async () => {
  store.setState(began, true)
  engine.prepare = ({ binding }) => ({ plan: binding.source.file?.path ?? '' })
  await model('x')
})

describe('files for one input', () => {
  it('are added to those before; the first new one is selected', async () => {
    await addInputFiles([file('a.npy'), file('b.npy')])
    await addInputFiles([file('c.npy'), file('d.npy')])
    expect(labels()).toEqual(['a.npy', 'b.npy', 'c.npy', 'd.npy'])
    expect(selected()).toBe('c.npy')
    expect(state().files).toHaveLength(4)
  })

  it('replace typed and filled values', async () => {
    await fillInput('x', 'ones')
    await addInputFiles([file('a.npy')])
    expect(labels()).toEqual(['a.npy'])
  })

  it('of an empty list change nothing', async () => {
    await addInputFiles([file('a.npy')])
    engine.prepared = 0
    await addInputFiles([])
    expect(engine.prepared).toBe(0)
    expect(selected()).toBe('a.npy')
  })

  it('stay beside a fill, but not beside a file bound in their place', async () => {
    await addInputFiles([file('a.npy')])
    await fillInput('x', 'random', 7)
    expect(labels()).toEqual(['a.npy', 'random, seed 7'])
    await typeInput('x', '1, 2')
    expect(labels()).toEqual(['a.npy', 'typed'])
    await select('a.npy')
    await bindFile('x', file('b.npy'))
    expect(labels()).toEqual(['b.npy', 'typed'])
  })
})

describe('files for several inputs', () => {
  beforeEach(() => model('left', 'right'))

  it('are added to the values of the other inputs', async () => {
    await fillInput('right', 'zeros')
    await addInputFiles([file('left.npy')])
    expect(sources()).toEqual([
      ['right', 'fill'],
      ['left', 'left.npy'],
    ])
    await addInputFiles([file('right.npy')])
    expect(sources()).toEqual([
      ['right', 'right.npy'],
      ['left', 'left.npy'],
    ])
    expect(state().inputSets).toHaveLength(1)
  })

  it('are all named in the label, each once', async () => {
    await bindFile('left', file('a.npy'))
    await bindFile('right', file('a.npy'))
    expect(labels()).toEqual(['a.npy'])
    await fillInput('left', 'ones')
    await typeInput('right', '1')
    expect(labels()).toEqual(['ones + typed'])
  })
})

describe('removing an input set', () => {
  it('forgets its files, unless another one uses them', async () => {
    await addInputFiles([file('a.npy'), file('b.npy')])
    await select('b.npy')
    await bindFile('x', file('a.npy'))
    await removeInputSet(state().inputSets[1]?.id ?? -1)
    expect(state().files.map(({ name }) => name)).toEqual(['a.npy', 'b.npy'])
    await removeInputSet(state().inputSets[0]?.id ?? -1)
    expect(state().files.map(({ name }) => name)).toEqual(['b.npy'])
    expect(state().selected).toBeNull()
  })

  it('keeps another selection', async () => {
    await addInputFiles([file('a.npy'), file('b.npy')])
    await removeInputSet(state().inputSets[1]?.id ?? -1)
    expect(selected()).toBe('a.npy')
  })
})

describe('settings', () => {
  it('of a step are added to those before, and reset one by one or all', async () => {
    await setStep('x', { id: 'scale', values: { scale: 'none' } })
    await setStep('x', { id: 'invert', values: { invert: true } })
    await setStep('x', { id: 'scale', values: { range: '255' } })
    const [invert, scale] = [
      { id: 'invert', values: { invert: true } },
      { id: 'scale', values: { scale: 'none', range: '255' } },
    ]
    expect(state().settings.x).toEqual([invert, scale])
    await resetSteps('x', 'invert')
    expect(state().settings.x).toEqual([scale])
    await resetSteps('x')
    expect(state().settings.x).toEqual([])
  })

  it('of a free size are reset one by one', async () => {
    await setDim('x', 0, 3)
    await setDim('x', 1, 4)
    await setDim('x', 0, null)
    expect(state().dims).toEqual({ x: { 1: 4 } })
  })
})

describe('the preparation', () => {
  it('of an input that is no longer selected is dropped', async () => {
    await addInputFiles([file('a.npy'), file('b.npy')])
    const answers: (() => void)[] = []
    engine.prepare = ({ binding }) =>
      new Promise((resolve) => answers.push(() => resolve({ plan: binding.source.file?.path })))
    const [first, second] = [select('a.npy'), select('b.npy')]
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.()
    await second
    answers[0]?.()
    await first
    expect(state().prepared).toEqual({ x: { phase: 'ready', value: { plan: 'b.npy' } } })
  })

  it('shows the previous one while a setting is applied, and none of another input', async () => {
    await addInputFiles([file('a.npy'), file('b.npy')])
    engine.prepare = () => new Promise(() => undefined)
    void setDim('x', 0, 2)
    expect(state().prepared).toEqual({ x: { phase: 'ready', value: { plan: 'a.npy' } } })
    void select('b.npy')
    expect(state().prepared).toEqual({ x: { phase: 'preparing' } })
  })

  it('that fails keeps its error', async () => {
    engine.prepare = () => Promise.reject(new EngineError('input-shape', 'It does not fit.'))
    await addInputFiles([file('a.npy')])
    expect(state().prepared).toMatchObject({ x: { phase: 'error', error: { code: 'input-shape' } } })
  })

  it('is empty without an input set', async () => {
    await addInputFiles([file('a.npy')])
    await removeInputSet(state().inputSets[0]?.id ?? -1)
    expect(state().prepared).toEqual({})
  })
})

it('files without a model are kept for the next one', async () => {
  store.setState(began, true)
  await addInputFiles([file('a.npy')])
  expect(state()).toMatchObject({ files: [{ name: 'a.npy' }], inputSets: [], selected: null })
  await model('x')
  expect(labels()).toEqual(['a.npy'])
})
