import { expect, it } from 'vitest'
import { Heads } from './heads.ts'
import type { ByteSource } from './tree.ts'

function counted(size: number, heads = new Heads()): { readonly source: ByteSource; readonly reads: string[] } {
  const reads: string[] = []
  const source: ByteSource = {
    size,
    read: async (start, end, signal) => {
      signal?.throwIfAborted()
      reads.push(`${start}-${end}`)
      return Uint8Array.from({ length: end - start }, (_, i) => (start + i) % 251)
    },
    blob: async () => new Blob([]),
  }
  return { source: heads.remember(source), reads }
}

it('reads the head once and returns copies of it', async () => {
  const { source, reads } = counted(10_000)
  const first = await source.read(0, 3)
  first.fill(9)
  expect([...(await source.read(0, 3))]).toEqual([0, 1, 2])
  expect([...(await source.read(4090, 4096))]).toEqual([4090, 4091, 4092, 4093, 4094, 4095].map((i) => i % 251))
  expect(reads).toEqual(['0-4096'])
})

it('reads ranges beyond the head from the source', async () => {
  const { source, reads } = counted(10_000)
  expect(await source.read(0, 5000)).toHaveLength(5000)
  expect(await source.read(9000, 9001)).toHaveLength(1)
  expect(reads).toEqual(['0-5000', '9000-9001'])
})

it('retries after a failed read', async () => {
  const { source, reads } = counted(100)
  await expect(source.read(0, 10, AbortSignal.abort())).rejects.toThrow()
  expect(await source.read(0, 10)).toHaveLength(10)
  expect(reads).toEqual(['0-100'])
})

it('evicts the least recently used head', async () => {
  const heads = new Heads()
  const { source, reads } = counted(100, heads)
  await source.read(0, 1)
  for (let i = 0; i < 512; i++) await counted(100, heads).source.read(0, 1)
  await source.read(0, 1)
  expect(reads).toEqual(['0-100', '0-100'])
})
