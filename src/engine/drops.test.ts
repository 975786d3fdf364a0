import { readFile } from 'node:fs/promises'
import { beforeEach, expect, it, vi } from 'vitest'
import { createDrops } from './drops.ts'

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

async function open(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>) {
  const dropped = Object.entries(files).map(([path, content]) => ({ path, file: new Blob([content]) }))
  const context = { signal: new AbortController().signal, onProgress: () => undefined }
  return createDrops().open({ drop: 'a', files: dropped }, context)
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

it('preloads the reader of a format if a file name suggests it', async () => {
  await open({ 'saved_model.pb': 'x' })
  await vi.waitFor(() => expect(loaded).toContain('saved-model'))
})
