import { describe, expect, it } from 'vitest'
import type { InputFile } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { LoadedModel } from '../engine/protocol.ts'
import {
  bindingsOf,
  inputSet,
  inputSetsFor,
  isStale,
  keyOf,
  rebuildInputSets,
  withDistinctLabels,
  withInputSet,
} from './bindings.ts'
import type { RunEntry, State } from './state.ts'
import { store } from './store.ts'

const spec = (name: string): TensorSpec => ({ name, dtype: 'float32', shape: [null, 4] })

function file(name: string, holds: InputFile['holds'] = 'one'): InputFile {
  return { file: { drop: 'd', path: name }, name, bytes: 1, holds, drawable: false, feeds: 'any', besideModel: false }
}

const paths = (sources: object) =>
  Object.fromEntries(Object.entries(sources).map(([input, source]) => [input, source.file.path]))

describe('assigning files to inputs', () => {
  it('makes one input set per file for a model with one input', () => {
    const inputSets = inputSetsFor([file('a.jpg'), file('b.jpg')], [spec('image')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ image: 'a.jpg' }, { image: 'b.jpg' }])
  })

  it('binds by base name first, then in order, for a model with several inputs', () => {
    const inputSets = inputSetsFor([file('rest.npy'), file('right.npy')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'rest.npy', right: 'right.npy' }])
  })

  it('binds inputs named like properties of every object', () => {
    const inputs = [spec('__proto__'), spec('constructor')]
    const [made] = inputSetsFor([file('a.npy'), file('b.npy')], inputs)
    expect(Object.entries(paths(made?.sources ?? {}))).toEqual([
      ['__proto__', 'a.npy'],
      ['constructor', 'b.npy'],
    ])
    const loaded = { inputs } as unknown as LoadedModel
    const state: State = { ...store.getState(), model: { ...store.getState().model, loaded } }
    expect(bindingsOf(state, made ?? inputSet('', {}))).toMatchObject([
      { input: '__proto__', dims: {}, settings: [] },
      { input: 'constructor', dims: {}, settings: [] },
    ])
    expect(bindingsOf(state, inputSet('', {}))).toEqual([])
  })

  it('passes over files that came with the model and cannot feed it', () => {
    const beside = (name: string, feeds: InputFile['feeds']): InputFile => ({ ...file(name), feeds, besideModel: true })
    const files = [beside('notes.txt', 'strings'), beside('logo.png', 'pictures'), beside('x.npy', 'any')]
    const fed = (spec: TensorSpec, dropped = files) =>
      inputSetsFor(dropped, [spec]).map(({ sources }) => Object.values(paths(sources))[0])
    expect(fed({ name: 'x', dtype: 'float32', shape: [null, 4] })).toEqual(['x.npy'])
    expect(fed({ name: 'x', dtype: 'string', shape: [null] })).toEqual(['notes.txt', 'x.npy'])
    expect(fed({ name: 'x', dtype: 'float32', shape: [null, 8, 8, 3] })).toEqual(['logo.png', 'x.npy'])
    expect(fed({ name: 'x', dtype: 'float32', shape: [null, 784] })).toEqual(['logo.png', 'x.npy'])
    expect(fed({ name: 'notes', dtype: 'float32', shape: [null, 4] })).toEqual(['notes.txt', 'x.npy'])
    const alone = files.map((one) => ({ ...one, besideModel: false }))
    expect(fed({ name: 'x', dtype: 'float32', shape: [null, 4] }, alone).length).toBe(3)
  })

  it('feeds all inputs from one JSON file by name', () => {
    const inputSets = inputSetsFor([file('all.json', 'named')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.json', right: 'all.json' }])
  })

  it('feeds all inputs from one table if each takes one column', () => {
    const column = (name: string): TensorSpec => ({ name, dtype: 'float32', shape: [null, 1] })
    const inputSets = inputSetsFor([file('all.csv', 'columns')], [column('left'), column('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.csv', right: 'all.csv' }])
    const wide = inputSetsFor([file('all.csv', 'columns')], [column('left'), spec('right')])
    expect(wide.map(({ sources }) => paths(sources))).toEqual([{ left: 'all.csv' }])
  })

  it('binds a JSON file named after an input to that input only', () => {
    const inputSets = inputSetsFor([file('left.json', 'named')], [spec('left'), spec('right')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ left: 'left.json' }])
  })
})

describe('one file for several inputs', () => {
  const shaped = (name: string, shape: TensorSpec['shape']): TensorSpec => ({ name, dtype: 'float32', shape })
  const boundTo = (holds: InputFile['holds'], ...inputs: readonly TensorSpec[]) =>
    Object.keys(inputSetsFor([file('all.csv', holds)], inputs)[0]?.sources ?? {})

  it('feeds them all from columns if each takes one value per row', () => {
    expect(boundTo('columns', shaped('a', [null]), shaped('b', []))).toEqual(['a', 'b'])
    expect(boundTo('columns', shaped('a', [null, 1]), shaped('b', [2]))).toEqual(['a'])
    expect(boundTo('columns', shaped('a', [null, 1]), shaped('b', [null, 1, 1]))).toEqual(['a'])
    expect(boundTo('columns', shaped('a', [null, 1]), shaped('b', null))).toEqual(['a'])
    expect(boundTo('one', shaped('a', [null, 1]), shaped('b', [null, 1]))).toEqual(['a'])
  })

  it('feeds the first free input if there are more files', () => {
    const inputSets = inputSetsFor([file('all.json', 'named'), file('b.npy')], [spec('a'), spec('b'), spec('c')])
    expect(inputSets.map(({ sources }) => paths(sources))).toEqual([{ a: 'all.json', b: 'b.npy' }])
  })

  it('is no input set without inputs or files', () => {
    expect(inputSetsFor([file('a.npy')], [])).toEqual([])
    expect(inputSetsFor([], [spec('a')])).toEqual([])
  })
})

describe('input sets for another signature', () => {
  const ones = { kind: 'fill', fill: 'ones', seed: 1 } as const
  const labelsOf = (...args: Parameters<typeof rebuildInputSets>) => rebuildInputSets(...args).map(({ label }) => label)

  it('of one input are its files, then the values kept', () => {
    const before = [inputSet('a.npy', { x: { kind: 'file', file: file('a.npy').file } }), inputSet('ones', { x: ones })]
    expect(labelsOf([file('a.npy')], [spec('x')], before, new Set(['x']))).toEqual(['a.npy', 'ones'])
    expect(labelsOf([file('a.npy')], [spec('x')], before, new Set())).toEqual(['a.npy'])
  })

  it('of several inputs are one, where a value kept goes before a file', () => {
    const before = [inputSet('ones', { x: ones })]
    const files = [file('x.npy'), file('y.npy')]
    const [only, ...others] = rebuildInputSets(files, [spec('x'), spec('y')], before, new Set(['x']))
    expect(others).toEqual([])
    expect(only?.sources).toEqual({ x: ones, y: { kind: 'file', file: file('y.npy').file } })
    expect(labelsOf(files, [spec('x'), spec('y')], [], new Set(['x']))).toEqual(['x.npy + y.npy'])
  })

  it('without inputs are one that can run', () => {
    expect(labelsOf([file('a.npy')], [], [], new Set())).toEqual(['no input'])
  })
})

describe('whether a result is stale', () => {
  const loaded = {
    session: 's',
    summary: { hash: 'h', path: 'm/model.json' },
    signature: 'default',
    optimisation: { enabled: true },
    rung: 'wasm',
    inputs: [spec('x')],
  }
  const fed = inputSet('a.npy', { x: { kind: 'file', file: { drop: 'd', path: 'a.npy' } } })

  function stateWith(model: object = {}, input: Partial<State['input']> = {}): State {
    const began = store.getState()
    return {
      ...began,
      model: { ...began.model, loaded: { ...loaded, ...model } as unknown as LoadedModel },
      input: { ...began.input, inputSets: [fed], ...input },
    }
  }
  const entry = { inputSet: fed.id, key: keyOf(stateWith(), fed) } as RunEntry

  it('is not, as long as running again would give the same', () => {
    expect(isStale(stateWith(), entry)).toBe(false)
    expect(isStale(stateWith({ session: 'loaded again' }), entry)).toBe(false)
    expect(isStale(stateWith({}, { edited: 'x', selected: fed.id + 1 }), entry)).toBe(false)
  })

  it.each<[string, State]>([
    ['the content of the model', stateWith({ summary: { ...loaded.summary, hash: 'other' } })],
    ['the place of the model', stateWith({ summary: { ...loaded.summary, path: 'n/model.json' } })],
    ['the signature', stateWith({ signature: 'train' })],
    ['the optimiser', stateWith({ optimisation: { enabled: false } })],
    ['the rung', stateWith({ rung: 'cpu' })],
    ['the source', stateWith({}, { inputSets: [{ ...fed, sources: { x: { kind: 'fill', fill: 'ones', seed: 1 } } }] })],
    ['a free size', stateWith({}, { dims: { x: { 0: 2 } } })],
    ['a text that is not applied yet', stateWith({}, { edited: 'x', selected: fed.id })],
    ['a setting', stateWith({}, { settings: { x: [{ id: 'scale', values: { scale: 'none' } }] } })],
  ])('is, after another choice of %s', (_what, state) => {
    expect(isStale(state, entry)).toBe(true)
  })

  it('is, when its input set has gone', () => {
    expect(isStale(stateWith({}, { inputSets: [] }), entry)).toBe(true)
  })
})

describe('labels of input sets', () => {
  const at = (path: string) => inputSetsFor([{ ...file('cat.jpg'), file: { drop: 'd', path } }], [spec('image')])

  it('are told apart by path, then by number', () => {
    const added = [...at('a/cat.jpg'), ...at('b/cat.jpg'), ...at('b/cat.jpg'), ...at('b/cat.jpg')]
    const labels = withDistinctLabels(added, new Set()).map(({ label }) => label)
    expect(labels).toEqual(['cat.jpg', 'b/cat.jpg', 'cat.jpg (2)', 'cat.jpg (3)'])
    expect(withDistinctLabels(at('cat.jpg'), new Set(['cat.jpg']))[0]?.label).toBe('cat.jpg (2)')
  })
})

describe('changing one input set', () => {
  const [one, two] = [inputSet('one', {}), inputSet('two', {})]
  const slice = { ...store.getState().input, inputSets: [one, two] }

  it('puts it where it was, and a new one at the end', () => {
    const changed = { ...one, label: 'changed' }
    expect(withInputSet(slice, changed)).toEqual([changed, two])
    const added = inputSet('added', {})
    expect(withInputSet(slice, added)).toEqual([one, two, added])
  })

  it('counts the files whose names its label leaves out', () => {
    const files = (count: number) => Array.from({ length: count }, (_, i) => file(`${i}.npy`))
    const label = (count: number) => inputSetsFor(files(count), [spec('left'), spec('right')])[0]?.label
    expect(label(8)).toBe('0.npy + 1.npy + 2.npy + 3.npy + 4.npy + 5.npy + 6.npy + 7.npy')
    expect(label(10)).toMatch(/ \+ 7\.npy \+ 2 more files$/)
  })
})
