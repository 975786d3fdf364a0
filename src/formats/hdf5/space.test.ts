import { expect, it } from 'vitest'
import { inMemory, watched } from './fixtures/open.ts'
import { Space } from './space.ts'

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i)
const widths = { path: 'file.h5', offsetSize: 8, lengthSize: 8 }

it('copies values of an in-memory file synchronously, within its size', async () => {
  const space = new Space(inMemory(bytes), 10, widths)
  const copies = await space.structure(() => [
    space.valuesNow(0, 60),
    space.valuesNow(51, 40),
    space.valuesNow(50, 40),
    space.valuesNow(0, 1),
  ])
  expect(copies.map((copy) => copy?.length ?? null)).toEqual([60, null, 40, null])
  expect(copies[0]?.[0]).toBe(10)
  expect(copies[0]?.buffer.byteLength).toBe(60)
})

it('has none for a file that is not in memory, or outside a structure', async () => {
  const space = new Space(watched(bytes).source, 0, widths)
  expect(await space.structure(() => space.valuesNow(0, 4))).toBeNull()
  expect(new Space(inMemory(bytes), 0, widths).valuesNow(0, 4)).toBeNull()
})
