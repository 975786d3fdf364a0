import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { toEngineError } from '../../../base/errors.ts'
import { blobSource } from '../../../files/byte-source.ts'
import { zipOf } from '../../../files/fixtures/archives.ts'
import { Budget } from '../../../files/limits.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { zipEntrySource } from '../../../files/zip.ts'
import { listZip } from '../../../files/zip-directory.ts'
import type { ModelSource } from '../../../graph/model.ts'
import { type Content, dropOf } from '../../fixtures/drop.ts'
import { findModels, openModel } from '../../index.ts'
import { readAssets } from './assets.ts'
import { openZip } from './container.ts'

async function fixture(name: string): Promise<Blob> {
  return new Blob([await readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)))])
}

/** The entries of a `.keras`, by name. */
async function entriesOf(name: string): Promise<Record<string, Blob>> {
  const source = blobSource(await fixture(name), name)
  const entries = await listZip(source, name)
  const blobs = entries.map(
    async (entry) => [entry.name, await zipEntrySource(source, entry, entry.name, new Budget()).blob()] as const,
  )
  return Object.fromEntries(await Promise.all(blobs))
}

async function open(files: Record<string, Content>): Promise<ModelSource> {
  const tree = await dropOf(files)
  const [model] = (await findModels(tree)).matches
  if (model === undefined) throw new Error('no model was found')
  return openModel(model, tree, {})
}

const refusal = (files: Record<string, Content>) => open(files).then(() => null, toEngineError)

describe('a .keras', () => {
  it('is one model, summarised', async () => {
    const tree = await dropOf({ 'folder/dense.keras': await fixture('dense.keras') })
    const found = await findModels(tree)
    expect(found.matches.map(({ format, match }) => [format.id, match.name])).toEqual([['keras', 'dense']])
    const { summary } = await open({ 'folder/dense.keras': await fixture('dense.keras') })
    expect(summary).toMatchObject({
      path: 'folder/dense.keras',
      format: 'keras',
      generatedBy: 'Keras 3.15.1',
      weightFiles: [{ path: 'folder/dense.keras/model.weights.h5', state: 'have' }],
      quantisation: '',
      repairs: [],
    })
    expect(summary.hash).toMatch(/^[0-9a-f]{16}$/)
    expect(summary.parameters).toBe(6 * 5 + 5)
    expect(summary.signatures).toHaveLength(1)
  })

  it('has its weights behind lazily read constants', async () => {
    const source = await open({ 'm.keras': await fixture('dense.keras') })
    const { graph } = await source.toGraph('default')
    const weights = [...graph.nodes.values()].flatMap(({ constant }) => (constant?.file ? [constant] : []))
    expect(weights.map(({ file }) => file)).toEqual(weights.map(() => 'm.keras/model.weights.h5'))
    expect(weights.length).toBe(2)
    for (const weight of weights) expect((await weight.read()).length).toBe(weight.shape.reduce((a, b) => a * b, 1))
    await expect((async () => source.toGraph('other'))()).rejects.toMatchObject({ code: 'signature-missing' })
  })

  it.each([
    ['deflated', async () => ({ 'm.keras': await fixture('deflated.keras') })],
    ['inside a zip', async () => ({ 'all.zip': await zipOf({ 'x/m.keras': await fixture('dense.keras') }) })],
    ['called .zip', async () => ({ 'm.zip': await fixture('dense.keras') })],
    ['as a folder', () => entriesOf('dense.keras')],
    ['as its configuration and its weights', async () => jsonAndWeights(await entriesOf('dense.keras'))],
    ['as a zipped folder', async () => ({ 'm.zip': await zipOf(prefixed('net/', await entriesOf('dense.keras'))) })],
  ])('loads %s', async (_what, files) => {
    const { summary } = await open(await files())
    expect(summary.generatedBy).toBe('Keras 3.15.1')
    expect(summary.weightFiles[0]?.path).toMatch(/weights\.h5$/)
  })

  it('returns the vocabularies of its layers', async () => {
    const { files, reads } = await dropOf({ 'vocabulary.keras': await fixture('vocabulary.keras') })
    const { texts } = await readAssets(openZip(files[0] as TreeFile, reads))
    expect([...texts.keys()]).toEqual(['assets/layers/string_lookup/vocabulary.txt'])
    expect([...texts.values()][0]?.split('\n').length).toBeGreaterThan(2)
  })
})

describe('a damaged .keras', () => {
  const without = async (name: string) => {
    const entries = await entriesOf('dense.keras')
    delete entries[name]
    return entries
  }

  it.each([
    ['config.json', 'model-invalid', /config\.json/],
    ['model.weights.h5', 'weights-missing', /model\.weights\.h5.*config\.json/],
  ])('%s is missing', async (name, code, message) => {
    const error = await refusal({ 'm.keras': await zipOf(await without(name), { level: 0 }) })
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('only the version is missing', async () => {
    const { summary } = await open({ 'm.keras': await zipOf(await without('metadata.json')) })
    expect(summary.repairs).toEqual(['m.keras does not say which version of Keras wrote it; it was read as Keras 3.'])
  })

  it.each([
    [
      'truncated',
      async (bytes: Blob) => bytes.slice(0, 3000),
      'file-truncated',
      /header states \d+\u202f\d+ bytes, but it has only 3\u202f000/,
    ],
    [
      'a Git LFS pointer',
      async () => new Blob(['version https://git-lfs.github.com/spec/v1']),
      'file-unreadable',
      /LFS/,
    ],
    [
      'padded with zeros',
      async (bytes: Blob) => new Blob([bytes, new Uint8Array(40_000_000)]),
      'archive-too-large',
      /times/,
    ],
  ])('its weights are %s', async (_what, damage, code, message) => {
    const entries = await entriesOf('dense.keras')
    const weights = await damage(entries['model.weights.h5'] ?? new Blob())
    const error = await refusal({ 'm.keras': await zipOf({ ...entries, 'model.weights.h5': weights }) })
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('ignores and reports entries that point outside it', async () => {
    const { summary } = await open({
      'm.keras': await zipOf({ ...(await entriesOf('dense.keras')), '../../evil.txt': 'x' }),
    })
    expect(summary.repairs).toEqual([expect.stringContaining('../../evil.txt')])
  })

  it('it is encrypted', async () => {
    const error = await refusal({
      'm.keras': await zipOf(await entriesOf('dense.keras'), { password: 'secret', zipCrypto: true }),
    })
    expect(error).toMatchObject({ code: 'archive-invalid', message: expect.stringContaining('encrypted') })
  })
})

function prefixed(prefix: string, files: Record<string, Blob>): Record<string, Blob> {
  return Object.fromEntries(Object.entries(files).map(([name, blob]) => [prefix + name, blob]))
}

/** The files written by `model.to_json()` and `model.save_weights()`. */
function jsonAndWeights(entries: Record<string, Blob>): Record<string, Blob> {
  const get = (name: string) => entries[name] ?? new Blob()
  return {
    'net/topology.json': get('config.json'),
    'net/trained.weights.h5': get('model.weights.h5'),
    'net/metadata.json': get('metadata.json'),
  }
}
