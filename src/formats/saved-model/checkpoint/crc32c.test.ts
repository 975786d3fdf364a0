import { expect, it } from 'vitest'
import { crc32c, unmask, updated } from './crc32c.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

it('computes the check value of CRC-32C, whole and in pieces', () => {
  expect(crc32c(bytes('123456789'))).toBe(0xe3069283)
  expect(crc32c(bytes('56789'), crc32c(bytes('1234')))).toBe(0xe3069283)
  // RFC 3720, B.4: 32 bytes of zeros, of ones, and counting up.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
})

it('does not depend on the offset of the bytes in their buffer', () => {
  const data = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) >> 3)
  for (let start = 0; start < 9; start++) {
    const view = new Uint8Array(1016)
    view.set(data, start)
    expect(crc32c(view.subarray(start, start + 1000))).toBe(crc32c(data))
    expect(crc32c(view.subarray(start, start + 2))).toBe(crc32c(data.slice(0, 2)))
  }
})

it('undoes the masking of LevelDB', () => {
  const crc = 0xe3069283
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
  expect(unmask(masked)).toBe(crc)
})

it('gives the same result with the kernel and byte by byte, for any length and pieces', () => {
  const data = Uint8Array.from({ length: 70_001 }, (_, i) => (i * 7919) >> 3)
  const slowly = (bytes: Uint8Array) => ~updated(~0, bytes) >>> 0
  for (const length of [1023, 1024, 1025, 1039, 32_768, 32_769, 65_536, 70_001])
    expect(crc32c(data.subarray(1, length)), `${length}`).toBe(slowly(data.subarray(1, length)))
  expect(crc32c(data.subarray(40_003), crc32c(data.subarray(0, 40_003)))).toBe(slowly(data))
})

it('handles long inputs cut at any offset, including the first and last bytes', () => {
  const data = Uint8Array.from({ length: 40_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24)
  const slowly = (bytes: Uint8Array, previous: number) => ~updated(~previous, bytes) >>> 0
  for (let length = 10_820; length < 11_020; length++)
    expect(crc32c(data.subarray(0, length), length), `${length}`).toBe(slowly(data.subarray(0, length), length))
  for (const changed of [0, 3, 4, 16_383, 16_384, 34_575, 34_576, 39_984, 39_999]) {
    const other = Uint8Array.from(data)
    other[changed] = ~(data[changed] as number)
    expect(crc32c(other), `${changed}`).not.toBe(crc32c(data))
    expect(crc32c(other), `${changed}`).toBe(slowly(other, 0))
  }
})
