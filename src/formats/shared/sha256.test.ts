import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('agrees with Node on %i bytes, in any pieces', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) & 255)
  const expected = createHash('sha256').update(bytes).digest('hex')
  expect(sha256(bytes)).toBe(expected)
  expect(sha256(bytes.subarray(0, 7), bytes.subarray(7, 70), bytes.subarray(70))).toBe(expected)
})
