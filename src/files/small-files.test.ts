import { expect, it } from 'vitest'
import { sliceSource } from './byte-source.ts'
import { SmallFiles } from './small-files.ts'
import type { ByteSource } from './tree.ts'

function counted(size: number, small = new SmallFiles()): { readonly source: ByteSource; readonly reads: string[] } {
  const reads: string[] = []
  const source: ByteSource = {
    size,
    read: async (start, end, signal) => {
      signal?.throwIfAborted()
      reads.push(`${start}-${end}`)
      if (end > size) throw new RangeError(`${end}`)
      return Uint8Array.from({ length: Math.min(64, end - start) }, (_, i) => (start + i) % 251)
    },
    blob: async () => new Blob([]),
  }
  return { source: small.remember(source), reads }
}

/** One more than the short reads after which a file is read whole. */
async function readOften(source: ByteSource, times = 9): Promise<void> {
  for (let i = 0; i < times; i++) await source.read(i, i + 1)
}

it('reads a file whole at the ninth short read, once, and returns copies', async () => {
  const { source, reads } = counted(60)
  await readOften(source, 8)
  expect(reads).toHaveLength(8)
  const [a, b] = await Promise.all([source.read(10, 12), source.read(11, 13)])
  a.fill(9)
  expect([...b]).toEqual([11, 12])
  expect([...(await source.read(10, 12))]).toEqual([10, 11])
  expect(reads.slice(8)).toEqual(['0-60'])
})

it('does not count long reads', async () => {
  const { source, reads } = counted(60)
  for (let i = 0; i < 20; i++) await source.read(0, 20)
  expect(new Set(reads)).toEqual(new Set(['0-20']))
})

it('reads ahead on request, and exposes the cached bytes', async () => {
  const { source, reads } = counted(60)
  expect(source.peek?.(1, 3)).toBeNull()
  source.ahead?.()
  source.ahead?.()
  expect(source.peek?.(1, 3)).toBeNull()
  expect([...(await source.read(5, 7))]).toEqual([5, 6])
  expect([...(source.peek?.(1, 3) ?? [])]).toEqual([1, 2])
  expect(source.peek?.(1, 3)?.buffer).toBe(source.peek?.(5, 6)?.buffer)
  expect(source.peek?.(50, 61)).toBeNull()
  expect(reads).toEqual(['0-60'])
})

it('does not cache parts of files in memory', async () => {
  const small = new SmallFiles()
  const { source, reads } = counted(60, small)
  const part = small.remember(sliceSource(source, 10, 40, 'part'))
  source.ahead?.()
  expect(part.peek?.(0, 2)).toBeNull()
  await source.read(0, 60)
  part.ahead?.()
  expect([...(part.peek?.(0, 2) ?? [])]).toEqual([10, 11])
  expect(part.peek?.(0, 2)?.buffer).toBe(source.peek?.(0, 60)?.buffer)
  const copy = await part.read(0, 2)
  copy.fill(9)
  expect([...(await part.read(0, 2))]).toEqual([10, 11])
  expect(part.peek?.(0, 31)).toBeNull()
  await expect(part.read(0, 2, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  expect(reads).toEqual(['0-60'])
})

it('does not read ahead beyond the cache size', () => {
  const small = new SmallFiles()
  const files = Array.from({ length: 3 }, () => counted(12 * 2 ** 20, small))
  for (const { source } of files) source.ahead?.()
  expect(files.map(({ reads }) => reads.length)).toEqual([1, 1, 0])
})

it('reads again after forget', async () => {
  const small = new SmallFiles()
  const { source, reads } = counted(60, small)
  await readOften(source)
  small.forget()
  await source.read(2, 3)
  expect(reads.slice(8)).toEqual(['0-60', '0-60'])
})

it('leaves large files, and reads beyond the end, to the source', async () => {
  const large = counted(33 * 2 ** 20)
  await readOften(large.source)
  expect(large.reads.at(-1)).toBe('8-9')
  const small = counted(60)
  for (let i = 0; i < 10; i++) await expect(small.source.read(50, 61)).rejects.toThrow('61')
})

it('keeps at most the cache size, evicting the least recently used', async () => {
  const small = new SmallFiles()
  const files = Array.from({ length: 3 }, () => counted(12 * 2 ** 20, small))
  for (const { source } of files) await readOften(source)
  await files[0]?.source.read(2, 3)
  await files[2]?.source.read(2, 3)
  expect(files.map(({ reads }) => reads.length)).toEqual([10, 9, 9])
})

it('can be cancelled, and retries after a failed read', async () => {
  const { source, reads } = counted(60)
  await readOften(source)
  await expect(source.read(1, 2, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  expect(await source.read(1, 2)).toHaveLength(1)
  expect(reads.at(-1)).toBe('0-60')
  let fail = true
  const shaky = new SmallFiles().remember({
    size: 4,
    read: async (start, end) => {
      if (fail) throw new RangeError('gone')
      return Uint8Array.of(0, 1, 2, 3).slice(start, end)
    },
    blob: async () => new Blob([]),
  })
  shaky.ahead?.()
  await expect(shaky.read(1, 2)).rejects.toThrow('gone')
  fail = false
  expect([...(await shaky.read(1, 2))]).toEqual([1])
})
