import { describe, expect, it } from 'vitest'
import { EngineError } from '../../base/errors.ts'
import type { Hdf5Dataset, Hdf5Group } from './contract.ts'
import { fixtureBytes, inMemory, watched } from './fixtures/open.ts'
import { openHdf5 } from './index.ts'
import { datasetsBelow } from './walk.ts'

async function rootOf(name: string, place = 'on disk'): Promise<Hdf5Group> {
  const bytes = await fixtureBytes(name)
  return (await openHdf5(place === 'in memory' ? inMemory(bytes) : watched(bytes).source, name)).root
}

async function groupOf(root: Hdf5Group, name: string): Promise<Hdf5Group> {
  const child = (await root.children()).get(name)
  if (child?.kind !== 'group') throw new Error(`${name} is no group`)
  return child
}

async function datasetOf(root: Hdf5Group, group: string, name: string): Promise<Hdf5Dataset> {
  const child = (await (await groupOf(root, group)).children()).get(name)
  if (child?.kind !== 'dataset') throw new Error(`${group}/${name} is no dataset`)
  return child
}

const places = ['old-style.h5', 'new-style.h5'].flatMap((file) => [
  [file, 'on disk'] as const,
  [file, 'in memory'] as const,
])

describe.each(places)('%s %s', (file, place) => {
  it('lists groups', async () => {
    const many = await groupOf(await rootOf(file, place), 'many')
    const names = [...(await many.children()).keys()].sort()
    expect(names).toEqual(Array.from({ length: 30 }, (_, i) => `group ${i}`).sort())
  })

  it('reads numeric and string attributes', async () => {
    const attributes = await (await groupOf(await rootOf(file, place), 'attributes')).attributes()
    expect(attributes.size).toBe(17)
    expect(attributes.get('number 11')).toBe(11)
    expect(attributes.get('text')).toBe('größe')
    expect(attributes.get('long')).toBe('x'.repeat(5000))
    expect(attributes.get('fixed')).toEqual(['one', 'three'])
    expect(attributes.get('texts')).toEqual(['a', 'bcd', ''])
    expect(attributes.get('floats')).toEqual([0.25, -1e300])
  })

  it('joins chunks with every index and filter', async () => {
    const chunked = await (await groupOf(await rootOf(file, place), 'chunked')).children()
    expect(chunked.size).toBe(file === 'new-style.h5' ? 10 : 9)
    for (const child of chunked.values()) {
      if (child.kind !== 'dataset') throw new Error('a dataset was expected')
      const count = child.shape.reduce((product, size) => product * size, 1)
      const expected = Float32Array.from({ length: count }, (_, i) => i / 2)
      expect(await child.constant.read(), child.path).toEqual(expected)
    }
  })

  it.each([
    ['float32', 'float32', [2, 3], Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5)],
    ['float64', 'float64', [2], Float32Array.of(0.5, -2)],
    ['int64', 'int64', [2], Int32Array.of(-2, 2147483647)],
    ['int16', 'int16', [2], Int32Array.of(1, -300)],
    ['uint8', 'uint8', [2], Int32Array.of(1, 255)],
    ['texts', 'string', [2], ['one', 'größe']],
    ['scalar', 'float32', [], Float32Array.of(3.5)],
    ['empty', 'float32', [0, 3], new Float32Array(0)],
  ])('narrows %s', async (name, storedType, shape, values) => {
    const dataset = await datasetOf(await rootOf(file, place), 'types', name)
    expect(dataset.storedType).toBe(storedType)
    expect(dataset.shape).toEqual(shape)
    expect(await dataset.constant.read()).toEqual(values)
  })

  it.each(['beyond int32', 'too large'])('refuses values that do not fit: %s', async (name) => {
    const { constant } = await datasetOf(await rootOf(file, place), 'types', name)
    await expect(constant.read()).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('reports the expected size of a truncated file', async () => {
    const bytes = await fixtureBytes(file)
    const { source } = watched(bytes.slice(0, bytes.length - 1000))
    const found = new RegExp(
      `${bytes.length.toString().slice(-3)} bytes.*only ..[^a-z]*${(bytes.length - 1000).toString().slice(-3)}`,
    )
    await expect(openHdf5(source, 'm.h5')).rejects.toMatchObject({
      code: 'file-truncated',
      message: expect.stringMatching(found),
    })
  })
})

describe('compressed.h5', () => {
  it('undoes shuffle and gzip', async () => {
    const datasets = await datasetsBelow(await rootOf('compressed.h5'), 'compressed.h5', () => true)
    const gamma = await datasets.get('model_weights/bn/bn/gamma')?.constant.read()
    expect(gamma?.length).toBe(4)
    expect(datasets.size).toBe(8)
    for (const { constant } of datasets.values())
      for (const value of (await constant.read()) as Float32Array) expect(Math.abs(value)).toBeLessThan(10)
  })
})

describe.each(['outside-old.h5', 'outside-new.h5'])('%s', (file) => {
  it.each([
    ['raw file', 'the values of raw file/kernel lie in another file'],
    ['soft link', 'the link kernel is a soft link'],
    ['link to a file', 'the link kernel leads to another file'],
    ['virtual', 'virtual/kernel is a virtual dataset'],
  ])('names data that lie elsewhere: %s', async (group, what) => {
    const inner = await groupOf(await rootOf(file), group)
    await expect(inner.children()).rejects.toMatchObject({
      code: 'known-but-unsupported',
      message: expect.stringContaining(what),
    })
  })
})

it('calls a file damaged that states a version which does not exist', async () => {
  const bytes = await fixtureBytes('new-style.h5')
  bytes[8] = 122
  await expect(openHdf5(inMemory(bytes), 'm.h5')).rejects.toMatchObject({
    code: 'model-invalid',
    message: 'm.h5 is a damaged HDF5 file: it states version 122 of the format, but there are only 0 to 3.',
  })
})

describe('reading in place', () => {
  it('reads a large contiguous dataset in one slice of exactly its bytes', async () => {
    const { source, reads } = watched(await largeFile())
    const { root } = await openHdf5(source, 'large.h5')
    const { constant } = await datasetOf(root, 'types', 'float32')
    const before = reads.length
    const values = await constant.read()
    expect(values.length).toBe(200_000)
    expect(reads.slice(before)).toEqual([[expect.any(Number), expect.any(Number)]])
    const [[start, end] = [0, 0]] = reads.slice(before)
    expect(end - start).toBe(800_000)
  })

  it('opens a file with few reads', async () => {
    const { source, reads } = watched(await fixtureBytes('old-style.h5'))
    const { root } = await openHdf5(source, 'm.h5')
    await datasetsBelow(root, 'm.h5', () => true)
    expect(reads.length).toBeLessThan(8)
  })

  it('can be cancelled', async () => {
    const { root } = await openHdf5(watched(await fixtureBytes('old-style.h5')).source, 'm.h5')
    await expect(root.children(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('damaged files', () => {
  it.each(['old-style.h5', 'new-style.h5'])('%s gives a result or an error with a code', async (name) => {
    const clean = await fixtureBytes(name)
    const random = randomNumbers(11)
    for (let i = 0; i < 60; i++) {
      const bytes = clean.slice(0, random(3) === 0 ? random(clean.length) : clean.length)
      for (let n = random(12); n >= 0 && bytes.length > 0; n--) bytes[random(bytes.length)] = random(256)
      await readAll(bytes).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error
        expect(error.code).not.toBe('internal')
      })
    }
  })

  it('finds a group that contains itself', async () => {
    const root = await rootOf('old-style.h5')
    const loop: Hdf5Group = { ...root, children: async () => new Map([['again', loop]]) }
    await expect(datasetsBelow(loop, 'm.h5', () => true)).rejects.toMatchObject({ code: 'model-invalid' })
  })
})

async function readAll(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { root } = await openHdf5(watched(bytes).source, 'm.h5')
  for (const dataset of (await datasetsBelow(root, 'm.h5', () => true)).values()) await dataset.constant.read()
  await (await groupOf(root, 'attributes').catch(() => root)).attributes()
}

/** The fixture with a longer dataset appended; the 6-element dataset is redirected to it. */
async function largeFile(): Promise<Uint8Array<ArrayBuffer>> {
  const clean = await fixtureBytes('old-style.h5')
  const bytes = new Uint8Array(clean.length + 800_000)
  bytes.set(clean)
  const view = new DataView(bytes.buffer)
  // The layout message (version 3 or 4, contiguous, 24 bytes) and the dataspace [2, 3] in the header of types/float32.
  for (let at = 0; at + 40 < clean.length; at++) {
    const contiguous = (view.getUint8(at) === 3 || view.getUint8(at) === 4) && view.getUint8(at + 1) === 1
    if (
      contiguous &&
      view.getBigUint64(at + 10, true) === 24n &&
      view.getBigUint64(at + 2, true) < BigInt(clean.length)
    ) {
      view.setBigUint64(at + 2, BigInt(clean.length), true)
      view.setBigUint64(at + 10, 800_000n, true)
    }
    if (view.getBigUint64(at, true) === 2n && view.getBigUint64(at + 8, true) === 3n) {
      view.setBigUint64(at, 400n, true)
      view.setBigUint64(at + 8, 500n, true)
    }
  }
  return bytes
}

function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
