import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError, toPlainError } from '../base/errors.ts'
import { zipOf } from '../files/fixtures/archives.ts'
import { createDrops } from './drops.ts'
import { fetchAhead } from './fetch-ahead.ts'

const loaded = vi.hoisted(() => new Set<string>())
/** Records that a module was loaded, and loads the real one. */
const noted = vi.hoisted(() => (name: string) => async (original: () => Promise<object>) => {
  loaded.add(name)
  return original()
})
vi.mock('../files/zip-directory.ts', noted('zip'))
vi.mock('../formats/hdf5/index.ts', noted('hdf5'))
vi.mock('../formats/keras/model/index.ts', noted('keras'))
vi.mock('../formats/saved-model/open.ts', noted('saved-model'))
vi.mock('../formats/tensorflow-js/graph-model/open.ts', noted('tfjs-graph'))
vi.mock('../inputs/npy/parse.ts', noted('npy'))
vi.mock('../inputs/table/parse.ts', noted('table'))

const context = () => ({ signal: new AbortController().signal, onProgress: () => undefined })

async function open(files: Readonly<Record<string, string | Blob | Uint8Array<ArrayBuffer>>>) {
  const dropped = Object.entries(files).map(([path, content]) => ({
    path,
    file: content instanceof Blob ? content : new Blob([content]),
  }))
  return createDrops().open({ drop: 'a', files: dropped }, context())
}

beforeEach(() => loaded.clear())

// A module is evaluated only once, so drops without models come first.
it('loads no reader of models, archives or inputs for a drop of inputs', async () => {
  const npy = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 0, 0)
  const { inputs, models } = await open({
    'x.npy': npy,
    'x.csv': '1,2\n3,4\n',
    'x.json': '[[1, 2]]',
    'x.txt': 'a text',
  })
  expect(inputs.map(({ holds }) => holds)).toEqual(['one', 'columns', 'named', 'one'])
  expect(models).toEqual([])
  expect([...loaded]).toEqual([])
})

it('tells the files that describe a model from inputs', async () => {
  const files = { 'labels.txt': 'cat\ndog', 'info.json': '{"version": 1}', 'x.txt': 'a text' }
  const { describing, inputs } = await open(files)
  expect(describing).toEqual(['labels.txt'])
  expect(inputs.map(({ name }) => name)).toEqual(['info.json', 'x.txt'])
})

it('loads the HDF5 reader only for HDF5 files, by their first bytes', async () => {
  await open({ 'x.txt': '\u0089HDF' })
  expect([...loaded]).toEqual([])
  const file = new Uint8Array(await readFile(new URL('../formats/keras/h5/fixtures/dense.h5', import.meta.url)))
  const { models } = await open({ 'called.data': file })
  expect(models.map(({ format }) => format)).toEqual(['keras-h5'])
  expect(loaded).toContain('hdf5')
  expect(loaded).not.toContain('zip')
  expect(loaded).not.toContain('saved-model')
})

it('has the readers of models and archives before the first drop, if they are fetched ahead', async () => {
  const fetch = vi.fn()
  fetchAhead({ fetch })
  expect(fetch).toHaveBeenCalledOnce()
  await vi.waitFor(() => {
    for (const name of ['saved-model', 'tfjs-graph', 'zip']) expect(loaded).toContain(name)
  })
})

describe('the contents of a drop', () => {
  const graphModel = JSON.stringify({
    format: 'graph-model',
    modelTopology: { node: [] },
    weightsManifest: [{ paths: ['weights.bin'], weights: [] }],
  })

  it('are models with their files, inputs, and files that cannot be used', async () => {
    const opened = await open({
      'm/model.json': graphModel,
      'm/weights.bin': 'abcd',
      'm/labels.txt': 'cat\ndog\n',
      'm/README.md': '# A model',
      'x.csv': '1,2\n',
      'report.pdf': '%PDF-1.7....',
    })
    expect(opened.models.map(({ id, bytes }) => [id, bytes])).toEqual([['m/model.json', graphModel.length + 4 + 8]])
    expect(opened.inputs.map(({ name }) => name)).toEqual(['x.csv'])
    expect(opened.problems.map(({ path, code }) => [path, code])).toEqual([['report.pdf', 'input-unsupported']])
    expect([...opened.sidecars].sort()).toEqual(['m/README.md', 'm/labels.txt', 'm/weights.bin'])
    expect(opened).toMatchObject({ files: 6, bytes: graphModel.length + 4 + 8 + 9 + 4 + 12 })
  })

  it('are reported one by one if files cannot be read', async () => {
    const broken = new Blob(['[1]'])
    const fail = () => Promise.reject(new Error('The file has moved.'))
    Object.assign(broken, { arrayBuffer: fail, slice: () => ({ arrayBuffer: fail }) })
    const { inputs, problems } = await open({ 'gone.json': broken, 'x.json': '[[1]]' })
    expect(inputs.map(({ name }) => name)).toEqual(['x.json'])
    expect(problems.map(({ path, code }) => [path, code])).toEqual([['gone.json', 'file-unreadable']])
  })

  it('are recognised by name, without reading, if there are more than 1000 files', async () => {
    const texts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.png`, 'a text']))
    expect((await open(texts(1000))).inputs.some(({ drawable }) => drawable)).toBe(false)
    expect((await open(texts(1001))).inputs.filter(({ drawable }) => drawable)).toHaveLength(1001)
  })
})

it('keeps what it read of a drop with a model for its load, and forgets what it read of inputs', async () => {
  const keras = await readFile(new URL('../formats/keras/zip/fixtures/dense.keras', import.meta.url))
  const readsAfter = async (files: Readonly<Record<string, BlobPart>>, path: string) => {
    const drops = createDrops()
    const dropped = Object.entries(files).map(([name, content]) => ({ path: name, file: new Blob([content]) }))
    const reads = vi.spyOn(Blob.prototype, 'arrayBuffer')
    await drops.open({ drop: 'a', files: dropped }, context())
    reads.mockClear()
    await (await drops.file({ drop: 'a', path }, context().signal)).source.read(0, 4)
    const count = reads.mock.calls.length
    reads.mockRestore()
    return count
  }
  const csv = '1,2\n3,4\n'
  expect(await readsAfter({ 'x.csv': csv }, 'x.csv')).toBe(1)
  expect(await readsAfter({ 'x.csv': csv, 'm.keras': keras }, 'x.csv')).toBe(0)
})

it('names the missing drop or file', async () => {
  const drops = createDrops()
  await drops.open({ drop: 'a', files: [{ path: 'x.csv', file: new Blob(['1']) }] }, context())
  const file = (path: string) => drops.file({ drop: 'a', path }, context().signal)
  expect((await file('x.csv')).name).toBe('x.csv')
  await expect(file('y.csv')).rejects.toThrow('y.csv is not among the dropped files.')
  drops.keep([])
  await expect(file('x.csv')).rejects.toThrow('The files of this drop are no longer held.')
})

it('stops when cancelled', async () => {
  const files = [{ path: 'x.csv', file: new Blob(['1']) }]
  await expect(
    createDrops().open({ drop: 'a', files }, { ...context(), signal: AbortSignal.abort() }),
  ).rejects.toThrow()
})

it('waits for files that are delivered later, before or after they are asked for', async () => {
  const { signal } = new AbortController()
  const drops = createDrops()
  const request = { drop: 'a', files: ['x.json', 'y.json', 'gone.json'].map((path) => ({ path, file: null })) }
  drops.deliver('a', [{ index: 1, file: new Blob(['[[2]]']) }])
  const opening = drops.open(request, { signal, onProgress: () => undefined })
  const error = toPlainError(new EngineError('file-unreadable', 'gone.json was deleted.'))
  drops.deliver('a', [
    { index: 0, file: new Blob(['[[1]]']) },
    { index: 2, file: error },
  ])
  const { inputs, problems } = await opening
  expect(inputs.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['x.json', 5],
    ['y.json', 5],
  ])
  expect(problems).toEqual([{ path: 'gone.json', ...error }])
  expect(await (await drops.file({ drop: 'a', path: 'x.json' }, signal)).source.blob()).toHaveProperty('size', 5)
})

it('lists late pictures by name in a large drop, and stops waiting for one on a cancel', async () => {
  const drops = createDrops()
  const files = Array.from({ length: 1001 }, (_, i) => ({ path: `${i}.png`, file: null }))
  const context = { signal: new AbortController().signal, onProgress: () => undefined }
  const { inputs, bytes } = await drops.open({ drop: 'a', files }, context)
  expect(inputs).toHaveLength(1001)
  expect(inputs[0]?.bytes).toBeNull()
  expect(bytes).toBe(0)
  const controller = new AbortController()
  const waiting = drops.file({ drop: 'a', path: '3.png' }, controller.signal)
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
})

it('passes over the files of a project around a model', async () => {
  const keras = new Blob([await readFile(new URL('../formats/keras/zip/fixtures/dense.keras', import.meta.url))])
  const project = {
    'repo/model/agent.keras': keras,
    'repo/model/git.keep': '',
    'repo/README.md': '# Agent',
    'repo/requirements.txt': 'keras==3.15',
    'repo/requirements-dev.txt': 'pytest',
    'repo/Dockerfile': 'FROM python',
    'repo/project.iml': '<module/>',
    'repo/train.py': 'import keras',
    'repo/index.js': 'console.log(1)',
    'repo/package.json': '{"name": "agent"}',
    'repo/CODEOWNERS': '* @me',
    'repo/font.woff2': new Blob([new Uint8Array(100)]),
    'repo/.gitignore': 'x',
    'repo/.env': 'KEY=1',
    'repo/.github/workflows/ci.yml': 'on: push',
    'repo/web/node_modules/react/index.js': 'x',
    'repo/web/node_modules/react/data.csv': '1,2\n3,4\n',
    'repo/data/x.npy': new Blob([Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 0, 0)]),
    'repo/data/x.csv': '1,2\n3,4\n',
    'repo/data/numbers.txt': '1 2 3',
    'repo/data/notes.txt': 'some text',
    'repo/data/cat.png': new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)]),
  }
  const { models, inputs, problems } = await open(project)
  expect(models.map(({ name }) => name)).toEqual(['agent'])
  expect(problems).toEqual([])
  expect(inputs.map(({ name, feeds, besideModel }) => [name, feeds, besideModel])).toEqual([
    ['x.npy', 'any', true],
    ['x.csv', 'any', true],
    ['numbers.txt', 'any', true],
    ['notes.txt', 'strings', true],
    ['cat.png', 'pictures', true],
  ])
  const zip = await zipOf(project)
  expect((await open({ 'repo.zip': zip })).inputs.length).toBe(5)
})

it('keeps every file of a drop without a model', async () => {
  const { inputs } = await open({ 'train.py': 'import keras', 'requirements.txt': 'keras', '.notes': 'text' })
  expect(inputs.map(({ name }) => name)).toEqual(['train.py', 'requirements.txt', '.notes'])
})
