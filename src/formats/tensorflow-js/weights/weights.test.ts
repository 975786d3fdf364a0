import { describe, expect, it } from 'vitest'
import { plainArithmetic } from '../../../base/arithmetic.ts'
import type { FileTree } from '../../../files/tree.ts'
import { fillOf } from '../../../graph/constant.ts'
import { dropOf } from '../../fixtures/drop.ts'
import { graphJson, type SpecJson } from '../../fixtures/model.ts'
import { findModels } from '../../index.ts'
import { type OpenedJson, openJson } from '../model-json/open.ts'

async function open(tree: FileTree, path = 'model.json'): Promise<OpenedJson> {
  const found = (await findModels(tree)).matches.find(({ match }) => match.main.path === path)
  if (found === undefined) throw new Error(`${path} was not found`)
  return openJson(found.match, tree, {}, async () => ({ signatures: [], part: {}, classCounts: [] }))
}

const bytesOf = (data: Float32Array | Int32Array | Uint16Array) => new Uint8Array(data.slice().buffer)
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const strings = (...texts: string[]) =>
  join(
    ...texts.map((text) => {
      const utf8 = new TextEncoder().encode(text)
      return join(new Uint8Array(Uint32Array.of(utf8.length).buffer), utf8)
    }),
  )

describe('decoding', () => {
  it('reads every dtype and quantisation, with strings in the middle, across three shards cut anywhere', async () => {
    const specs: SpecJson[] = [
      { name: 'f', shape: [2], dtype: 'float32' },
      { name: 's', shape: [3], dtype: 'string' },
      { name: 'i', shape: [2], dtype: 'int32' },
      { name: 'b', shape: [3], dtype: 'bool' },
      { name: 'c', shape: [1], dtype: 'complex64' },
      { name: 'q8', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
      { name: 'q8i', shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.5, min: 0 } },
      { name: 'q16', shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.25, min: 1 } },
      { name: 'h', shape: [6], dtype: 'float32', quantization: { dtype: 'float16' } },
      { name: 'opt', shape: [1], dtype: 'float32', group: 'optimizer' },
      { name: 'none', shape: [0], dtype: 'float32' },
      { name: 'scalar', shape: [], dtype: 'float32' },
    ]
    const all = join(
      bytesOf(Float32Array.of(1.5, -2)),
      strings('déjà', '', '漢'),
      bytesOf(Int32Array.of(-7, 2 ** 31 - 1)),
      Uint8Array.of(0, 1, 255),
      bytesOf(Float32Array.of(3, 4)),
      Uint8Array.of(0, 1, 255),
      Uint8Array.of(1, 3),
      bytesOf(Uint16Array.of(0, 65_535)),
      // 1, −2, 65504, the smallest subnormal, infinity, NaN as IEEE 754 binary16.
      bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0x7e00)),
      bytesOf(Float32Array.of(99)),
      bytesOf(Float32Array.of(42)),
    )
    const tree = await dropOf({
      'model.json': graphJson([{ paths: ['a', 'b', 'c'], weights: specs }]),
      a: all.slice(0, 5),
      b: all.slice(5, 41),
      c: all.slice(41),
    })
    const source = await open(tree)
    const values = new Map(
      await Promise.all(
        source.weights.map(async ({ name, constant }) => [name, [...(await constant.read())]] as const),
      ),
    )
    expect(Object.fromEntries(values)).toEqual({
      f: [1.5, -2],
      s: ['déjà', '', '漢'],
      i: [-7, 2_147_483_647],
      b: [0, 1, 1],
      c: [3, 4],
      q8: [-1, -0.5, 126.5],
      q8i: [2, 5],
      q16: [1, 16_384.75],
      h: [1, -2, 65_504, 2 ** -24, Number.POSITIVE_INFINITY, Number.NaN],
      none: [],
      scalar: [42],
    })
    expect(source.weights.find(({ name }) => name === 'f')?.constant.file).toBe('a and b')
    expect(source.summary.quantisation).toBe(
      'uint8 (2 of 11 tensors), uint16 (1 of 11 tensors), float16 (1 of 11 tensors)',
    )
    expect(source.summary.parameters).toBe(2 + 2 + 1 + 3 + 2 + 2 + 6 + 0 + 1)
  })

  it('gives every tensor its own buffer', async () => {
    const tree = await dropOf({
      'model.json': graphJson([
        { paths: ['w'], weights: [1, 2].map((n) => ({ name: `${n}`, shape: [2], dtype: 'float32' })) },
      ]),
      w: bytesOf(Float32Array.of(1, 2, 3, 4)),
    })
    const [one, two] = await Promise.all((await open(tree)).weights.map(({ constant }) => constant.read()))
    expect([one, two].map((data) => (data as Float32Array).buffer.byteLength)).toEqual([8, 8])
  })

  it('reads tensors larger than the read-ahead, and groups in separate files', async () => {
    const large = new Float32Array(300_000).map((_, i) => i)
    const tree = await dropOf({
      'model.json': graphJson([
        {
          paths: ['g1'],
          weights: [
            { name: 'large', shape: [300_000], dtype: 'float32' },
            { name: 'after', shape: [1], dtype: 'float32' },
          ],
        },
        { paths: ['g2'], weights: [{ name: 'small', shape: [1], dtype: 'float32' }] },
      ]),
      g1: join(bytesOf(large), bytesOf(Float32Array.of(-1))),
      g2: bytesOf(Float32Array.of(-2)),
    })
    const { weights } = await open(tree)
    const [a, b, c] = await Promise.all(weights.map(({ constant }) => constant.read()))
    expect((a as Float32Array)[299_999]).toBe(299_999)
    expect([...(b as Float32Array), ...(c as Float32Array)]).toEqual([-1, -2])
  })

  it.each(['to be read', 'in memory'])('fills a buffer from shards cut anywhere, the files %s', async (state) => {
    const values = Float32Array.from({ length: 6000 }, (_, i) => i / 4)
    const all = join(bytesOf(Float32Array.of(9)), bytesOf(values))
    const tree = await dropOf({
      'model.json': graphJson([
        {
          paths: ['a', 'b', 'c'],
          weights: [
            { name: 'before', shape: [1], dtype: 'float32' },
            { name: 'f', shape: [6000], dtype: 'float32' },
          ],
        },
      ]),
      a: all.slice(0, 4003),
      b: all.slice(4003, 15_001),
      c: all.slice(15_001),
    })
    if (state === 'in memory')
      for (const name of ['a', 'b', 'c']) {
        tree.get(name)?.source.ahead?.()
        await tree.get(name)?.source.read(0, 1)
      }
    const constant = (await open(tree)).weights[1]?.constant
    if (constant === undefined) throw new Error('There is no second weight.')
    const place = new Float32Array(6000)
    const fill = await fillOf(constant)
    fill(place, plainArithmetic)
    expect(place).toEqual(values)
  })

  it('reads a vocabulary after other tensors, from memory or from the file', async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word ${i}`)
    const weights: SpecJson[] = [
      { name: 'f', shape: [2], dtype: 'float32' },
      { name: 's', shape: [3000], dtype: 'string' },
    ]
    const tree = await dropOf({
      'model.json': graphJson([{ paths: ['w'], weights }]),
      w: join(bytesOf(Float32Array.of(1, 2)), strings(...words)),
    })
    for (const state of ['to be read', 'in memory']) {
      const vocabulary = (await open(tree)).weights[1]?.constant
      expect(await vocabulary?.read(), state).toEqual(words)
      expect(tree.get('w')?.source.peek?.(0, 4)).not.toBeNull()
    }
  })

  it('stops when cancelled, and reads again afterwards', async () => {
    const tree = await dropOf({
      'model.json': graphJson([{ paths: ['w'], weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }]),
      w: bytesOf(Float32Array.of(5)),
    })
    const constant = (await open(tree)).weights[0]?.constant
    const controller = new AbortController()
    controller.abort()
    await expect(constant?.read(controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect([...((await constant?.read()) ?? [])]).toEqual([5])
  })
})

const one = (paths: readonly string[], elements = 1) =>
  graphJson([{ paths, weights: [{ name: 'w', shape: [elements], dtype: 'float32' }] }])
const four = bytesOf(Float32Array.of(1))
const rows = (source: OpenedJson) => source.summary.weightFiles.map(({ path, state }) => `${path} ${state}`)

describe('finding weight files', () => {
  it.each<[string, string, string, number]>([
    ['at its path', 'w/a.bin', 'w/a.bin', 0],
    ['with a dot', './a.bin', 'a.bin', 0],
    ['beside the model', 'w/a.bin', 'a.bin', 1],
    ['without its ending', 'a', 'a.bin', 1],
    ['with an ending too many', 'a.bin', 'a', 1],
    ['elsewhere in the drop', 'a.bin', 'other/place/a.bin', 1],
    ['for a path that climbs out', '../../../a.bin', 'a.bin', 0],
  ])('%s', async (_how, path, file, repairs) => {
    const source = await open(await dropOf({ 'model.json': one([path]), [file]: four }))
    expect(rows(source)).toEqual([`${path} have`])
    expect(source.summary.repairs).toHaveLength(repairs)
  })

  it.each([
    'https://example.org/models/a.bin?alt=media',
    ' HTTP://example.org/a.bin',
    '//example.org/a.bin',
    '\\\\server\\share\\a.bin',
    'file:///etc/a.bin',
    'data:application/octet-stream;base64,AACAPw==',
  ])('refuses the URL %s, although a file of that name exists', async (path) => {
    await expect(open(await dropOf({ 'model.json': one([path]), 'a.bin': four }))).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining(path),
    })
  })

  it.each(['C:\\models\\a.bin', 'models:v1/a.bin'])('treats %s as a path', async (path) => {
    const source = await open(await dropOf({ 'model.json': one([path]), 'a.bin': four }))
    expect(source.summary.repairs).toHaveLength(1)
  })

  it('never takes a file of another model, and does not guess between two', async () => {
    const owned = await dropOf({ 'a/model.json': one(['w.bin']), 'b/model.json': one(['w.bin']), 'b/w.bin': four })
    await expect(open(owned, 'a/model.json')).rejects.toMatchObject({ code: 'weights-missing' })
    expect(rows(await open(owned, 'b/model.json'))).toEqual(['w.bin have'])
    const twice = await dropOf({ 'model.json': one(['w.bin']), 'x/w.bin': four, 'y/w.bin': four })
    await expect(open(twice)).rejects.toMatchObject({ code: 'weights-missing' })
  })

  it('pairs two models with the same file names', async () => {
    const tree = await dropOf({ 'a/model.json': one(['w.bin']), 'a/w.bin': four, 'a/group9-shard1of1.bin': four })
    expect(rows(await open(tree, 'a/model.json'))).toEqual(['w.bin have', 'a/group9-shard1of1.bin extra'])
  })

  it('names the missing file, its size, and a candidate', async () => {
    const tree = await dropOf({
      'm/model.json': one(['g-1of2.bin', 'g-2of2.bin'], 300),
      'm/g-2of2.bin': new Uint8Array(200),
      'm/my.weights.bin': new Uint8Array(1000),
    })
    await expect(open(tree, 'm/model.json')).rejects.toMatchObject({
      code: 'weights-missing',
      message:
        'm/model.json needs 2 weight files with 1.2 kB in total; 1 missing: g-1of2.bin (1\u202f000 bytes). Found: g-2of2.bin (200 bytes), m/my.weights.bin (1\u202f000 bytes, not named by the model).',
      hint: expect.stringContaining('m/my.weights.bin has exactly the size of the missing file'),
    })
  })

  it.each<[string, Uint8Array<ArrayBuffer> | string, RegExp]>([
    ['too short', new Uint8Array(3), /w\.bin has 3 bytes, 4 bytes are expected/],
    ['too long', new Uint8Array(8), /w\.bin has 8 bytes, 4 bytes are expected/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\n', /w\.bin is a Git LFS pointer/],
  ])('refuses a weight file that is %s', async (_what, content, message) => {
    await expect(open(await dropOf({ 'model.json': one(['w.bin']), 'w.bin': content }))).rejects.toMatchObject({
      code: 'weights-wrong-size',
      message: expect.stringMatching(message),
    })
  })

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    ['that end early', strings('abc').slice(0, 6)],
    ['with a length beyond the file', Uint8Array.of(255, 255, 255, 255, 1, 2, 3)],
    ['with bytes left over', join(strings('abc'), new Uint8Array(5))],
  ])('refuses strings %s', async (_what, content) => {
    const tree = await dropOf({
      'model.json': graphJson([{ paths: ['w.bin'], weights: [{ name: 's', shape: [1], dtype: 'string' }] }]),
      'w.bin': content,
    })
    await expect(open(tree)).rejects.toMatchObject({ code: 'weights-wrong-size' })
  })
})
