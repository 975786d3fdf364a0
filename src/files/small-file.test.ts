import { beforeEach, expect, it } from 'vitest'
import { forgetSmallFiles, rememberSmall } from './small-file.ts'
import type { ByteSource } from './tree.ts'

beforeEach(forgetSmallFiles)

function counted(size: number): { readonly source: ByteSource; readonly reads: string[] } {
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
  return { source: rememberSmall(source), reads }
}

it('reads a file whole at the second place, once, and hands out copies', async () => {
  const { source, reads } = counted(60)
  expect([...(await source.read(5, 7))]).toEqual([5, 6])
  const [a, b] = await Promise.all([source.read(10, 12), source.read(11, 13)])
  a.fill(9)
  expect([...b]).toEqual([11, 12])
  expect([...(await source.read(10, 12))]).toEqual([10, 11])
  expect(reads).toEqual(['5-7', '0-60'])
})

it('reads anew once files are let go of', async () => {
  const { source, reads } = counted(60)
  await source.read(0, 1)
  await source.read(1, 2)
  forgetSmallFiles()
  await source.read(2, 3)
  expect(reads).toEqual(['0-1', '0-60', '0-60'])
})

it('leaves large files, and reads beyond the end, to the source', async () => {
  const large = counted(33 * 2 ** 20)
  for (const start of [0, 10, 20]) await large.source.read(start, start + 1)
  expect(large.reads).toEqual(['0-1', '10-11', '20-21'])
  const small = counted(60)
  for (let i = 0; i < 3; i++) await expect(small.source.read(50, 61)).rejects.toThrow('61')
})

it('keeps no more than its share, the longest unused goes first', async () => {
  const files = Array.from({ length: 3 }, () => counted(12 * 2 ** 20))
  for (const { source } of files) for (const start of [0, 1]) await source.read(start, start + 1)
  await files[0]?.source.read(2, 3)
  await files[2]?.source.read(2, 3)
  expect(files.map(({ reads }) => reads.length)).toEqual([3, 2, 2])
})

it('obeys a cancel, and tries again after a failed read', async () => {
  const { source, reads } = counted(60)
  await source.read(0, 1)
  await expect(source.read(1, 2, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  expect(await source.read(1, 2)).toHaveLength(1)
  expect(reads).toEqual(['0-1', '0-60'])
})
