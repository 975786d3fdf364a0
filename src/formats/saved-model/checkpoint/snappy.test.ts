import { describe, expect, it } from 'vitest'
import { inflateSnappy } from './snappy.ts'

const inflate = (...bytes: number[]) => new TextDecoder().decode(inflateSnappy(Uint8Array.from(bytes), 'x.index'))
const text = (value: string) => [...new TextEncoder().encode(value)]

describe('Snappy', () => {
  it('copies literals, short and long', () => {
    expect(inflate(5, 4 << 2, ...text('hello'))).toBe('hello')
    const long = 'abcdefghij'.repeat(10)
    expect(inflate(100, 60 << 2, 99, ...text(long))).toBe(long)
  })

  it('copies earlier output, also overlapping', () => {
    // Literal "ab", then a copy of 8 bytes from 2 back, with a one-byte offset (length 4…11).
    expect(inflate(10, 1 << 2, ...text('ab'), 1 | ((8 - 4) << 2), 2)).toBe('ababababab')
    // The same with two-byte and four-byte offsets.
    expect(inflate(10, 1 << 2, ...text('ab'), 2 | (7 << 2), 2, 0)).toBe('ababababab')
    expect(inflate(10, 1 << 2, ...text('ab'), 3 | (7 << 2), 2, 0, 0, 0)).toBe('ababababab')
  })

  it.each([
    ['no bytes', []],
    ['a length without end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a length out of all proportion', [0xff, 0xff, 0xff, 0x7f, 0]],
    ['a literal beyond the end', [5, 4 << 2, 1, 2]],
    ['a copy from before the beginning', [5, 0, 65, 1, 9]],
    ['a copy from nowhere', [5, 0, 65, 1, 0]],
    ['more than stated', [1, 4 << 2, ...text('hello')]],
    ['less than stated', [9, 4 << 2, ...text('hello')]],
  ])('refuses %s', (_what, bytes) => {
    expect(() => inflate(...bytes)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })
})
