import { expect, it } from 'vitest'
import { blobSource } from './byte-source.ts'
import { zipOf } from './fixtures/archives.ts'
import { Budget } from './limits.ts'
import { zipEntrySource } from './zip.ts'
import { listZip } from './zip-directory.ts'

async function contents(zip: Blob): Promise<Readonly<Record<string, string>>> {
  const source = blobSource(zip)
  const files: Record<string, string> = {}
  for (const entry of await listZip(source, 'a.zip')) {
    const blob = await zipEntrySource(source, entry, entry.name, new Budget()).blob()
    files[entry.name] = await blob.text()
  }
  return files
}

/** Bytes of a zip of one stored file, for changes of single fields. */
async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await zipOf({ [name]: 'x' }, { level: 0, extendedTimestamp: false })).arrayBuffer())
}

/** Offset of the only entry in the directory of a zip. */
const entryAt = (zip: Uint8Array) => new DataView(zip.buffer as ArrayBuffer).getUint32(zip.length - 6, true)

it.each([false, true])('finds the files of a zip behind other bytes (zip64: %s)', async (zip64) => {
  const zip = await zipOf({ 'a.txt': 'first', 'b/c.txt': 'second' }, { zip64 })
  for (const one of [zip, new Blob(['#!/bin/sh\n', zip]), new Blob([zip, 'and more'])])
    expect(await contents(one)).toEqual({ 'a.txt': 'first', 'b/c.txt': 'second' })
})

it('finds the end record before a comment that contains another', async () => {
  const zip = await bytesOf('a')
  const comment = new TextEncoder().encode(`PK\u0005\u0006${' '.repeat(30)}`)
  new DataView(zip.buffer).setUint16(zip.length - 2, comment.length, true)
  expect(await contents(new Blob([zip, comment]))).toEqual({ a: 'x' })
})

it.each([
  ['ASCII', 'cat.png', 'cat.png'],
  ['UTF-8, stated or not', 'Kätzchen 猫.png', 'Kätzchen 猫.png'],
  ['code page 437', '\u0081ber', 'über'],
])('reads a name in %s', async (_, written, read) => {
  const zip = await bytesOf('n'.repeat(new TextEncoder().encode(written).length))
  const name = written === '\u0081ber' ? Uint8Array.of(0x81, 0x62, 0x65, 0x72) : new TextEncoder().encode(written)
  zip.set(name, entryAt(zip) + 46)
  const [entry] = await listZip(blobSource(new Blob([zip])), 'a.zip')
  expect(entry?.name.slice(0, read.length)).toBe(read)
})

it('passes over folders and links', async () => {
  const zip = await zipOf({ 'a/': '', 'a/b': 'x' })
  expect(Object.keys(await contents(zip))).toEqual(['a/b'])
  const link = await bytesOf('link')
  const view = new DataView(link.buffer)
  view.setUint16(entryAt(link) + 4, 0x0314, true)
  view.setUint32(entryAt(link) + 38, 0xa1ff0000, true)
  expect(await contents(new Blob([link]))).toEqual({})
})

it.each([
  [
    'a number of entries that the list does not have',
    (view: DataView, end: number) => view.setUint16(end + 10, 2, true),
  ],
  ['a list behind the end of the file', (view: DataView, end: number) => view.setUint32(end + 12, 2 ** 31, true)],
  ['a list that begins behind its end', (view: DataView, end: number) => view.setUint32(end + 16, 2 ** 31, true)],
  ['a name longer than the list', (view: DataView, end: number) => view.setUint16(end - 46 - 1 + 28, 9999, true)],
])('refuses a zip that states %s', async (_, damage) => {
  const zip = await bytesOf('a')
  damage(new DataView(zip.buffer), zip.length - 22)
  await expect(listZip(blobSource(new Blob([zip])), 'a.zip')).rejects.toMatchObject({ code: 'archive-invalid' })
})
