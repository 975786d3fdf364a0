import { expect, it } from 'vitest'
import { memoryFile, prepareFile, spec } from './fixtures/index.ts'

it('draws any element of a batch', async () => {
  const side = 8
  const plain = (value: number) => Array.from({ length: side }, () => new Array<readonly [number]>(side).fill([value]))
  const batch = memoryFile('x.json', JSON.stringify([plain(0), plain(1)]))
  const { describe } = await prepareFile(batch, spec([null, side, side, 1]))
  const corner = (row?: number) => describe(row).picture?.rgba[0]
  expect(corner()).toBe(0)
  expect(corner(1)).toBe(255)
  expect(describe(2).picture).toBeNull()
})
