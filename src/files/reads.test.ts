import { expect, it } from 'vitest'
import { createReads } from './reads.ts'
import type { ByteSource, Reads } from './tree.ts'

function counted(reads: Reads): { readonly source: ByteSource; readonly read: string[] } {
  const read: string[] = []
  const source: ByteSource = {
    size: 60,
    read: async (start, end) => {
      read.push(`${start}-${end}`)
      return new Uint8Array(end - start)
    },
    blob: async () => new Blob([]),
  }
  return { source: reads.rememberSmall(source), read }
}

/** A load that ends when it is told to. */
function load(reads: Reads) {
  let end: () => void = () => undefined
  const ended = reads.during(
    () =>
      new Promise<void>((resolve) => {
        end = resolve
      }),
  )
  return async () => {
    end()
    await ended
  }
}

it('keeps what is read until the last of several loads of a drop ends', async () => {
  const reads = createReads()
  const { source, read } = counted(reads)
  source.ahead?.()
  const [endFirst, endSecond] = [load(reads), load(reads)]
  await endFirst()
  await source.read(0, 10)
  expect(read).toEqual(['0-60'])
  await endSecond()
  await source.read(0, 10)
  expect(read).toEqual(['0-60', '0-10'])
})

it('lets go of what is read when a load fails', async () => {
  const reads = createReads()
  const { source, read } = counted(reads)
  source.ahead?.()
  await expect(reads.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await source.read(0, 10)
  expect(read).toEqual(['0-60', '0-10'])
})

it('leaves what another drop keeps alone', async () => {
  const [one, other] = [createReads(), createReads()]
  const { source, read } = counted(other)
  source.ahead?.()
  await one.during(async () => undefined)
  one.forget()
  await source.read(0, 10)
  expect(read).toEqual(['0-60'])
})
