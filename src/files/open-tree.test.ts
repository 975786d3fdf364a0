import { describe, expect, it } from 'vitest'
import { gzipOf, tarHeader, tarOf, zipOf } from './fixtures/archives.ts'
import { type Limits, limits } from './limits.ts'
import { openTree } from './open-tree.ts'
import { readText } from './read.ts'
import type { FileTree } from './tree.ts'

function treeOf(files: Readonly<Record<string, Blob | string>>, bounds?: Partial<Limits>): Promise<FileTree> {
  const dropped = Object.entries(files).map(([path, content]) => ({ path, file: new Blob([content]) }))
  return openTree(dropped, bounds === undefined ? {} : { limits: { ...limits, ...bounds } })
}

const paths = (tree: FileTree) => tree.files.map(({ path }) => path)
const problems = (tree: FileTree) => tree.problems?.map(({ path, code }) => `${path}: ${code}`)

async function textOf(tree: FileTree, path: string): Promise<string> {
  const file = tree.get(path)
  if (file === undefined) throw new Error(`${path} is not in ${paths(tree).join(', ')}`)
  return readText(file)
}

describe('read-ahead', () => {
  const treeAhead = (files: Readonly<Record<string, Blob | string>>) =>
    openTree(
      Object.entries(files).map(([path, content]) => ({ path, file: new Blob([content]) })),
      { ahead: (path) => /\.(bin|zip)$/.test(path) },
    )

  it('reads a few likely files, and stored zip entries need no further read', async () => {
    const zip = await zipOf({ 'inside.bin': 'weights', 'readme.txt': 'words' }, { level: 0 })
    const tree = await treeAhead({ 'a.zip': zip, 'w.bin': 'abc', 'x.csv': '1' })
    const peeked = (path: string, length: number) =>
      new TextDecoder().decode(tree.get(path)?.source.peek?.(0, length) ?? undefined)
    await textOf(tree, 'w.bin')
    expect(peeked('w.bin', 3)).toBe('abc')
    expect(peeked('a.zip/inside.bin', 7)).toBe('weights')
    expect(peeked('x.csv', 1)).toBe('')
  })

  it('skips large drops', async () => {
    const tree = await treeAhead(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.bin`, 'abc'])))
    await textOf(tree, '7.bin')
    expect(tree.get('7.bin')?.source.peek?.(0, 3)).toBeNull()
  })
})

describe('plain files', () => {
  it('keeps folders and skips system files', async () => {
    const tree = await treeOf({
      'a/model.json': '{}',
      'a/.DS_Store': 'x',
      '__MACOSX/a/._model.json': 'x',
      'a/Thumbs.db': 'x',
      'b.csv': '1',
    })
    expect(paths(tree)).toEqual(['a/model.json', 'b.csv'])
  })

  it('makes hostile names harmless', async () => {
    const tree = await treeOf({
      '../../etc/passwd': 'a',
      '/root/x': 'b',
      'C:\\Users\\me\\y.csv': 'c',
      'd\u0000e\n.txt': 'd',
      ['__proto__']: 'e',
      '..': 'f',
    })
    expect(paths(tree)).toEqual(['etc/passwd', 'root/x', 'Users/me/y.csv', 'd_e_.txt', '__proto__', 'unnamed'])
    expect(await textOf(tree, '__proto__')).toBe('e')
    expect(tree.get('constructor')).toBeUndefined()
  })

  it('keeps two files of the same path apart', async () => {
    const tree = await openTree(['one', 'two', 'three'].map((text) => ({ path: 'w.bin', file: new Blob([text]) })))
    expect(paths(tree)).toEqual(['w.bin', '(2)/w.bin', '(3)/w.bin'])
    expect(await textOf(tree, '(2)/w.bin')).toBe('two')
  })
})

describe('archives', () => {
  it.each([0, 9])('reads a zip (compression level %i) by ranges', async (level) => {
    const long = 'glass'.repeat(40_000)
    const tree = await treeOf({
      'export.zip': await zipOf({ 'm/model.json': '{"a":1}', 'm/long.txt': long }, { level }),
    })
    expect(paths(tree)).toEqual(['export.zip/m/model.json', 'export.zip/m/long.txt'])
    expect(await textOf(tree, 'export.zip/m/model.json')).toBe('{"a":1}')
    const file = tree.get('export.zip/m/long.txt')
    expect(file?.source.size).toBe(200_000)
    expect(new TextDecoder().decode(await file?.source.read(0, 7))).toBe('glassgl')
    expect(new TextDecoder().decode(await file?.source.read(199_998, 200_000))).toBe('ss')
    expect(await (await file?.source.blob())?.text()).toBe(long)
  })

  it('reads zip64', async () => {
    const tree = await treeOf({ 'big.zip': await zipOf({ 'a.txt': 'sixty-four' }, { zip64: true }) })
    expect(await textOf(tree, 'big.zip/a.txt')).toBe('sixty-four')
  })

  it('recognises archives by content, not by name', async () => {
    const tree = await treeOf({
      download: await zipOf({ 'a.txt': 'A' }),
      'not.zip': 'plain text',
      'shard.dat': tarOf([{ name: 'b.txt', content: 'B' }]),
    })
    expect(paths(tree)).toEqual(['download/a.txt', 'not.zip', 'shard.dat/b.txt'])
  })

  it('opens archives in archives up to three levels', async () => {
    const one = await zipOf({ 'x.txt': 'deep' })
    const three = await zipOf({ 'two.zip': await zipOf({ 'one.zip': one }) })
    const tree = await treeOf({ 'three.zip': three, 'four.zip': await zipOf({ 'three.zip': three }) })
    expect(await textOf(tree, 'three.zip/two.zip/one.zip/x.txt')).toBe('deep')
    expect(problems(tree)).toEqual(['four.zip/three.zip/two.zip/one.zip: archive-too-large'])
  })

  it('reads tar.gz with long names, and a lone gzip', async () => {
    const long = `${'folder/'.repeat(20)}model.json`
    const tar = tarOf([
      { name: '././@LongLink', content: `${long}\0`, type: 'L' },
      { name: 'cut', content: '{}' },
      { name: 'pax', content: `${`30 path=named/by/pax/file.txt`.padEnd(29)}\n`.replace(/ +\n/, '\n'), type: 'x' },
      { name: 'short', content: 'pax' },
      { name: 'link', content: '', type: '2' },
      { name: 'folder/', content: '', type: '5' },
    ])
    const tree = await treeOf({ 'hub.tar.gz': await gzipOf(tar), 'digits.csv.gz': await gzipOf(new Blob(['1,2\n'])) })
    expect(paths(tree)).toEqual([`hub.tar.gz/${long}`, 'hub.tar.gz/named/by/pax/file.txt', 'digits.csv.gz/digits.csv'])
    expect(await textOf(tree, `hub.tar.gz/${long}`)).toBe('{}')
    expect(await textOf(tree, 'digits.csv.gz/digits.csv')).toBe('1,2\n')
  })

  it('keeps .npz, .keras and PyTorch zips as single files', async () => {
    const tree = await treeOf({
      'a.npz': await zipOf({ 'x.npy': 'x' }),
      arrays: await zipOf({ 'x.npy': 'x', 'y.npy': 'y' }),
      'm.zip': await zipOf({ 'config.json': '{}', 'metadata.json': '{}', 'model.weights.h5': 'h' }),
      'net.pt': await zipOf({ 'net/data.pkl': 'p', 'net/data/0': 'w' }),
    })
    expect(paths(tree)).toEqual(['a.npz', 'arrays', 'm.zip', 'net.pt'])
  })
})

describe('damaged and hostile archives', () => {
  it('keeps names inside the archive', async () => {
    const tree = await treeOf({
      'evil.zip': await zipOf({ '../../outside.txt': 'x', '/abs.txt': 'y', 'a\\b.txt': 'z' }),
      'evil.tar': tarOf([{ name: '../../up.txt', content: 'u' }]),
    })
    expect(paths(tree)).toEqual(['evil.zip/outside.txt', 'evil.zip/abs.txt', 'evil.zip/a/b.txt', 'evil.tar/up.txt'])
  })

  it('refuses a zip bomb before inflating it', async () => {
    const tree = await treeOf({
      'bomb.zip': await zipOf({ 'zeros.bin': new Blob([new Uint8Array(20 * 2 ** 20)]), 'ok.txt': 'fine' }),
    })
    expect(paths(tree)).toEqual(['bomb.zip/ok.txt'])
    expect(problems(tree)).toEqual(['bomb.zip/zeros.bin: archive-too-large'])
    expect(tree.problems?.[0]?.message).toMatch(/inflates from 2\d kB to 21 MB or more, .* the limit is 300 times/)
  })

  it('stops inflating at the limit of the drop', async () => {
    const tree = await treeOf(
      {
        'a.zip': await zipOf({ 'x.txt': 'ab'.repeat(50_000) }),
        'b.csv.gz': await gzipOf(new Blob(['1'.repeat(100_000)])),
      },
      { inflated: 150_000 },
    )
    expect(paths(tree)).toEqual(['a.zip/x.txt', 'b.csv.gz/b.csv'])
    await expect(textOf(tree, 'a.zip/x.txt')).rejects.toMatchObject({ code: 'archive-too-large' })
  })

  it('counts entries', async () => {
    const tree = await treeOf({ 'many.zip': await zipOf({ a: '1', b: '2', c: '3' }), 'd.txt': '4' }, { files: 2 })
    expect(paths(tree)).toEqual(['d.txt'])
    expect(tree.problems?.[0]?.message).toBe('many.zip brings this drop to 3 files; the limit is 2.')
  })

  it('reports encrypted entries and reads the others', async () => {
    const locked = await zipOf({ 'secret.txt': 'x' }, { password: 'p', zipCrypto: true })
    const tree = await treeOf({ 'locked.zip': locked })
    expect(tree.problems?.[0]).toMatchObject({
      path: 'locked.zip',
      code: 'archive-invalid',
      message: 'locked.zip cannot be opened: secret.txt is encrypted.',
    })
  })

  it('reports a truncated zip, and one with damaged data', async () => {
    const whole = await zipOf({ 'x.txt': 'some text to compress, some text to compress' }, { level: 9 })
    const bytes = new Uint8Array(await whole.arrayBuffer())
    const flipped = bytes.slice()
    const at = 30 + 'x.txt'.length + new DataView(bytes.buffer).getUint16(28, true) + 6
    flipped[at] = (flipped[at] ?? 0) ^ 0xff
    const tree = await treeOf({ 'cut.zip': whole.slice(0, whole.size - 30), 'damaged.zip': new Blob([flipped]) })
    expect(problems(tree)).toContain('cut.zip: archive-invalid')
    const inner = tree.get('damaged.zip/x.txt')
    const reading =
      inner === undefined
        ? Promise.reject(tree.problems?.find(({ path }) => path === 'damaged.zip/x.txt'))
        : readText(inner)
    await expect(reading).rejects.toMatchObject({ code: 'archive-invalid' })
  })

  it('reports a truncated tar and a truncated gzip', async () => {
    const tar = tarOf([{ name: 'a.bin', content: new Uint8Array(5000) }])
    const gz = await gzipOf(new Blob(['text '.repeat(1000)]))
    const tree = await treeOf({
      'cut.tar': tar.slice(0, 2000),
      'cut.gz': gz.slice(0, gz.size - 12),
      'lies.tar': new Blob([tarHeader('x', 8 ** 10, '0')]),
    })
    expect(problems(tree)).toEqual(['cut.tar: archive-invalid', 'cut.gz: archive-invalid', 'lies.tar: archive-invalid'])
  })

  it('can be cancelled between files and while inflating', async () => {
    const controller = new AbortController()
    const files = Array.from({ length: 600 }, (_, i) => ({ path: `f${i}.txt`, file: new Blob(['x']) }))
    const opening = openTree(files, {
      signal: controller.signal,
      onProgress: ({ done }) => (done > 0 ? controller.abort() : undefined),
    })
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
    const second = new AbortController()
    const tree = await treeOf({
      'a.zip': await zipOf({ 'x.bin': new Blob([crypto.getRandomValues(new Uint8Array(60_000))]) }, { level: 9 }),
    })
    const reading = tree.get('a.zip/x.bin')?.source.blob(second.signal)
    second.abort()
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
    expect((await tree.get('a.zip/x.bin')?.source.blob())?.size).toBe(60_000)
  })
})
