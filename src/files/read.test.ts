import { describe, expect, it } from 'vitest'
import { blobSource } from './byte-source.ts'
import { locateJsonError } from './json-error.ts'
import { readJson } from './read.ts'
import type { TreeFile } from './tree.ts'

function fileOf(content: BlobPart, path = 'folder/model.json'): TreeFile {
  return { path, name: 'model.json', source: blobSource(new Blob([content]), path) }
}

describe('readJson', () => {
  it('refuses JSON nested without end before it is parsed, but not brackets in texts', async () => {
    const deep = (levels: number) =>
      `{"a\\"[": "${'['.repeat(20_000)}", "b": ${'['.repeat(levels)}${']'.repeat(levels)}}`
    expect(await readJson(fileOf(deep(9_999)))).toHaveProperty('b')
    await expect(readJson(fileOf(deep(10_000)))).rejects.toMatchObject({
      code: 'json-too-large',
      message: expect.stringMatching(/^folder.model.json is nested more than 10.000 levels deep\.$/),
    })
  })

  it('tolerates a byte order mark and keeps hostile keys as data', async () => {
    const value = await readJson(fileOf('\ufeff{"__proto__": {"polluted": 1}, "a": 2}'))
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each<[string, BlobPart, string, RegExp]>([
    ['an empty file', '', 'file-empty', /folder\/model\.json is empty/],
    [
      'a cut file',
      '{"a": [1, 2',
      'json-invalid',
      /is cut off: the JSON ends too early, after 11 bytes \(line 1, column 12\)/,
    ],
    ['a wrong character', '{\n  "a": 1,\n  "b": oops\n}', 'json-invalid', /unexpected "oops\\n}" at line 3, column 8/],
    ['NaN', '{"a": NaN}', 'json-invalid', /unexpected "NaN}" at line 1, column 7\. JSON does not allow NaN/],
    ['an HTML page', '<!DOCTYPE html><html>', 'json-invalid', /it is an HTML page/],
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\n',
      'json-invalid',
      /Git LFS pointer/,
    ],
    ['gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 0]), 'json-invalid', /gzip-compressed data/],
  ])('reports the error in %s', async (_name, content, code, message) => {
    await expect(readJson(fileOf(content))).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('refuses large files, with figures', async () => {
    await expect(readJson(fileOf('[1,2,3]'), 5)).rejects.toMatchObject({
      code: 'json-too-large',
      message: expect.stringContaining('7 bytes'),
    })
  })
})

describe('locateJsonError', () => {
  it.each([
    ['{"a":1}x', 7],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['["\\q"]', 2],
    ['[01]', 2],
    ['{"a":"b', 7],
    ['[}', 1],
    ['', 0],
  ])('finds the error position in %s', (text, offset) => {
    expect(locateJsonError(text)).toBe(offset)
  })
})

describe('blobSource', () => {
  it('reads ranges, and reports those beyond the end', async () => {
    const source = blobSource(new Blob(['0123456789']), 'w.bin')
    expect([...(await source.read(3, 5))]).toEqual([0x33, 0x34])
    await expect(source.read(8, 12)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('ends after 10 bytes'),
    })
  })

  it('reports a deleted file', async () => {
    const gone: Blob = Object.assign(new Blob(['abc']), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
      slice: () => gone,
    })
    await expect(blobSource(gone, 'w.bin').read(0, 3)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('w.bin could not be read'),
    })
  })
})
