import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../files/fixtures/archives.ts'
import type { ByteSource } from '../files/tree.ts'
import { contentHash } from './content-hash.ts'
import type { OpenedSource } from './contract.ts'
import { type Content, dropOf } from './fixtures/drop.ts'
import { findModels, openModel } from './index.ts'

async function file(path: string): Promise<Blob> {
  return new Blob([await readFile(fileURLToPath(new URL(path, import.meta.url)))])
}

async function open(files: Record<string, Content>): Promise<OpenedSource> {
  const tree = await dropOf(files)
  const [model] = (await findModels(tree)).matches
  if (model === undefined) throw new Error('no model was found')
  return openModel(model, tree, {})
}

const hashOf = async (files: Record<string, Content>): Promise<string> => contentHash((await open(files)).contents)

const graph = async () => ({
  'model.json': await file('fixtures/matmul_graph/model.json'),
  'weights.bin': await file('fixtures/matmul_graph/weights.bin'),
})

const savedModel = async () => {
  const folder = 'saved-model/fixtures/half_plus_two'
  const names = ['saved_model.pb', 'variables/variables.index', 'variables/variables.data-00000-of-00001']
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await file(`${folder}/${name}`)] as const)),
  )
}

const inFolder = (folder: string, files: Record<string, Blob>) =>
  Object.fromEntries(Object.entries(files).map(([path, blob]) => [`${folder}/${path}`, blob]))

/** The same files with one bit of the last byte of a file changed. */
async function trainedAnew<T extends Record<string, Blob>>(files: T, name: keyof T): Promise<Record<string, Blob>> {
  const bytes = new Uint8Array(await (files[name] as Blob).arrayBuffer())
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return { ...files, [name]: new Blob([bytes]) }
}

describe('the content hash', () => {
  it('differs between two trainings that have the topology in common', async () => {
    const first = await open(await graph())
    const second = await open(await trainedAnew(await graph(), 'weights.bin'))
    expect(second.summary.hash).toBe(first.summary.hash)
    expect(await contentHash(second.contents)).not.toBe(await contentHash(first.contents))
  })

  it.each([
    ['a TensorFlow.js model', graph],
    ['a SavedModel', savedModel],
  ])('of %s is that of its files, wherever they lie and in whatever order they come', async (_what, make) => {
    const files = await make()
    const hash = await hashOf(files)
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(await hashOf(await make())).toBe(hash)
    expect(await hashOf(Object.fromEntries(Object.entries(files).reverse()))).toBe(hash)
    expect(await hashOf(inFolder('net/2', files))).toBe(hash)
    expect(await hashOf({ 'net.zip': await zipOf(inFolder('net', files)) })).toBe(hash)
  })

  it('of a .keras is that of its parts, stored or deflated, not of the zip', async () => {
    const hash = await hashOf({ 'm.keras': await file('keras/zip/fixtures/dense.keras') })
    expect(await hashOf({ 'other name.keras': await file('keras/zip/fixtures/dense.keras') })).toBe(hash)
    const { contents } = await open({ 'm.keras': await file('keras/zip/fixtures/dense.keras') })
    const parts = await Promise.all(contents.map(async ({ name, source }) => [name, await source.blob()] as const))
    expect(await hashOf(inFolder('m', Object.fromEntries(parts)))).toBe(hash)
  })

  it('is computed in pieces, which wait for their turn and report bytes', async () => {
    const size = 9 * 2 ** 20
    const reads: string[] = []
    const source: ByteSource = {
      size,
      read: async (start, end) => {
        reads.push(`${start}-${end}`)
        return new Uint8Array(end - start)
      },
      blob: async () => new Blob(),
    }
    const seen: number[] = []
    let turns = 0
    await contentHash([{ name: 'w', source }], {
      onProgress: ({ done }) => seen.push(done),
      turn: async () => {
        turns++
      },
    })
    expect(reads).toEqual(['0-4194304', '4194304-8388608', '8388608-9437184'])
    expect(seen).toEqual([4194304, 8388608, size])
    expect(turns).toBe(3)
    const controller = new AbortController()
    const hash = contentHash([{ name: 'w', source }], {
      signal: controller.signal,
      turn: async () => controller.abort(),
    })
    await expect(hash).rejects.toMatchObject({ code: 'cancelled' })
  })
})
