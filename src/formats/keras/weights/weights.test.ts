import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { blobSource } from '../../../files/byte-source.ts'
import { ascending } from '../model/fixtures/file.ts'
import { parseConfig } from '../python-json.ts'
import { byPath } from './by-path.ts'
import { readPickle } from './pickle.ts'
import { openWeights } from './weights.ts'

async function fixture(name: string) {
  const bytes = await readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))
  return { path: name, source: blobSource(new Blob([bytes]), name) }
}

describe('weights.npz', () => {
  it.each([
    ['layers/dense/vars/0', [2, 3], Float32Array.of(0, 1, 2, 3, 4, 5)],
    ['layers/dense/vars/1', [3], Float32Array.of(1, 2, 3)],
    ['layers/transposed/vars/0', [2, 3], Float32Array.of(0, 1, 2, 3, 4, 5)],
    ['layers/ints/vars/0', [2], Int32Array.of(-1, 7)],
    ['layers/ints/vars/1', [], Uint8Array.of(1)],
    ['vars/0', [1], Float32Array.of(9)],
    ['plain/vars/0', [2], Int32Array.of(4, 5)],
  ])('finds %s', async (path, shape, values) => {
    const { store, parameters } = await openWeights(await fixture('weights.npz'))
    if (store.kind !== 'by-path') throw new Error('paths were expected')
    expect(parameters).toBe(21)
    expect(store.at(path)?.shape).toEqual(shape)
    expect(await store.at(path)?.read()).toEqual(values)
    expect(store.at('layers/dense/vars/2')).toBeNull()
  })

  it('runs no code of a pickle and supports only the opcodes of arrays', () => {
    const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
    const system = Uint8Array.from([
      0x80,
      2,
      ...letters('cos\nsystem\nX'),
      2,
      0,
      0,
      0,
      ...letters('ls'),
      0x85,
      0x52,
      0x2e,
    ])
    expect(readPickle(system, 'w')).toMatchObject({ callee: { name: 'os.system' }, args: ['ls'] })
    expect(() => readPickle(Uint8Array.from(letters('I1\n.')), 'w.npz')).toThrow(/w\.npz should hold arrays/)
    expect(() => readPickle(Uint8Array.of(0x80), 'w')).toThrow(/ends too early/)
  })
})

it('counts the state of random layers as no parameters', () => {
  const stored = (...shape: readonly number[]) => ({ constant: ascending(...shape), storedType: 'float32' })
  const tensors = new Map([
    ['layers/dense/vars/0', stored(2, 3)],
    ['layers/dropout/seed_generator/vars/0', stored(2)],
    ['layers/dropout_1/seed_generator_1/vars/0', stored(2)],
    ['layers/seed_generators/vars/0', stored(5)],
  ])
  expect(byPath('model.weights.h5', tensors)).toMatchObject({ parameters: 6 + 5, storedTypes: ['float32', 'float32'] })
})

describe('legacy weights', () => {
  it('joins names split over several attributes', async () => {
    const { store, parameters } = await openWeights(await fixture('split-names.h5'))
    if (store.kind !== 'by-layer') throw new Error('layers were expected')
    expect(parameters).toBe(6)
    expect(store.of('input')).toEqual([])
    expect(store.of('none')).toBeNull()
    const after = store.of('after') ?? []
    expect(after.map(({ name }) => name)).toEqual(['after/kernel:0', 'after/bias:0'])
    expect(await after[0]?.constant.read()).toEqual(Float32Array.of(20, 22))
  })
})

it.each([
  ['m.weights.h5', 'version https://git-lfs.github.com/spec/v1\n', 'file-unreadable', /Git LFS/],
  ['m.weights.h5', '', 'file-empty', /HDF5 file was expected/],
  ['m.weights.npz', '<html>', 'file-unreadable', /NumPy archive.*HTML/],
])('%s that is %j is named', async (path, text, code, message) => {
  const file = { path, source: blobSource(new Blob([text]), path) }
  await expect(openWeights(file)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

describe('configurations', () => {
  const parse = (text: string) => parseConfig(new TextEncoder().encode(text), 'config.json')

  it('reads infinities written by Python', () => {
    expect(parse('{"a": -Infinity, "b": [NaN, "NaN, Infinity"], "c": Infinity}')).toEqual({
      a: Number.NEGATIVE_INFINITY,
      b: [null, 'NaN, Infinity'],
      c: Number.POSITIVE_INFINITY,
    })
  })

  it('reports the position of a JSON error, or the actual file type', () => {
    expect(() => parse('{"a": Infinity,, }')).toThrow(/config\.json is not valid JSON: .* at line 1/)
    expect(() => parse('[1]')).toThrow(/config\.json should hold a Keras model configuration.*a list/)
  })
})
