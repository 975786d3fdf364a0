import { deflateRawSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { blobSource } from './byte-source.ts'
import { gzipOf, sameNames, type TarEntry, tarOf } from './fixtures/archives.ts'
import { inflateToBlob } from './inflate.ts'
import { openTree } from './open-tree.ts'

const open = async (path: string, file: Blob) => {
  const { files, problems } = await openTree([{ path, file }])
  return { paths: files.map((one) => one.path), problems: problems?.map(({ path, code }) => `${path}: ${code}`) }
}

const pax = (...records: readonly string[]): TarEntry => ({ name: 'pax', content: records.join(''), type: 'x' })

describe('extended headers of a tar', () => {
  it.each<[string, readonly TarEntry[]]>([
    ['a negative size before a folder', [pax('14 size=-1536\n'), { name: 'folder', content: '', type: '5' }]],
    ['a negative size before a file', [pax('14 size=-1536\n'), { name: 'file', content: '' }]],
    ['a size that is no number', [pax('11 size=1e3\n'), { name: 'file', content: '' }]],
    ['a record shorter than its length', [pax('2 \n'), { name: 'file', content: '' }]],
    ['a record of length 0', [pax('0 \n'), { name: 'file', content: '' }]],
    ['a record beyond the header', [pax('99 path=x\n'), { name: 'file', content: '' }]],
    ['a megabyte without a blank', [pax('2x'.repeat(500_000)), { name: 'file', content: '' }]],
  ])('are refused: %s', async (_what, entries) => {
    expect(await open('a.tar', tarOf(entries))).toEqual({ paths: [], problems: ['a.tar: archive-invalid'] })
    const packed = await open('a.tar.gz', await gzipOf(tarOf(entries)))
    expect(packed.problems).toEqual(['a.tar.gz: archive-invalid'])
  })

  it('state the size of the next member, not of the next header', async () => {
    const long = { name: '././@LongLink', content: 'long/name.txt\0', type: 'L' }
    const tar = tarOf([pax('10 size=3\n'), long, { name: 'cut', content: 'abc' }, { name: 'b.txt', content: 'b' }])
    expect(await open('a.tar', tar)).toEqual({ paths: ['a.tar/long/name.txt', 'a.tar/b.txt'], problems: [] })
  })
})

it('lists sixty thousand entries of one name', async () => {
  const { paths, problems } = await open('a.zip', sameNames('a', 60_000))
  expect(paths.length).toBe(60_000)
  expect(new Set(paths).size).toBe(60_000)
  expect(paths.slice(0, 2)).toEqual(['a.zip/a', '(2)/a.zip/a'])
  expect(problems).toEqual([])
})

describe('inflating', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is bounded by what comes out: the stream never gets more than 128 KiB at a time', async () => {
    const written: number[] = []
    const Stream = DecompressionStream
    const watched = class {
      readonly readable: ReadableStream
      readonly writable: WritableStream<Uint8Array>
      constructor(format: CompressionFormat) {
        const inner = new Stream(format)
        const writer = inner.writable.getWriter()
        this.readable = inner.readable
        this.writable = new WritableStream({
          write: (bytes: Uint8Array<ArrayBuffer>) => {
            written.push(bytes.length)
            return writer.write(bytes)
          },
          close: () => writer.close(),
          abort: (reason) => writer.abort(reason),
        })
      }
    }
    vi.stubGlobal('DecompressionStream', watched)
    const source = blobSource(new Blob([deflateRawSync(new Uint8Array(128 * 2 ** 20))]), 'zeros')
    const tooMuch = new Error('too much')
    let size = 0
    const onBytes = (bytes: Uint8Array) => {
      size += bytes.length
      if (size > 2 ** 20) throw tooMuch
    }
    await expect(inflateToBlob(source, 'deflate-raw', 'zeros', { onBytes })).rejects.toBe(tooMuch)
    expect(Math.max(...written)).toBeLessThanOrEqual(128 * 1024)
    expect(written.length).toBeLessThan(4)
  })
})
