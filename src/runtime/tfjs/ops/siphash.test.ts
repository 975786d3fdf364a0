import { expect, it } from 'vitest'
import { sipHash } from './siphash.ts'

it('reproduces the example of the paper', () => {
  const bytes = Uint8Array.from({ length: 15 }, (_, i) => i)
  expect(sipHash([0x0706050403020100n, 0x0f0e0d0c0b0a0908n], bytes)).toBe(0xa129ca6149be45e5n)
})
