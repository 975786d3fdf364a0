import { describe, expect, it } from 'vitest'
import { Cursor } from './cursor.ts'
import { readDatatype } from './datatype.ts'
import { narrow } from './narrow.ts'

const widths = { path: 'm.h5', offsetSize: 8, lengthSize: 8 }
const typeOf = (...bytes: readonly number[]) => readDatatype(new Cursor(Uint8Array.from(bytes), widths, 'a datatype'))
const latin = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const int8 = [0x10, 8, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0]

describe('types', () => {
  it("knows NumPy's bool by its enumeration", () => {
    const names = [...latin('FALSE\0\0\0'), ...latin('TRUE\0\0\0\0')]
    expect(typeOf(0x18, 2, 0, 0, 1, 0, 0, 0, ...int8, ...names, 0, 1)).toEqual({ kind: 'bool', size: 1 })
    const others = [...latin('NO\0\0\0\0\0\0'), ...latin('YES\0\0\0\0\0')]
    expect(typeOf(0x18, 2, 0, 0, 1, 0, 0, 0, ...int8, ...others, 0, 1)).toMatchObject({ kind: 'integer', size: 1 })
  })

  it('distinguishes bfloat16 from float16 and reads the byte order', () => {
    const float = (order: number, exponent: number, mantissa: number) =>
      typeOf(0x11, order, 0, 0, 2, 0, 0, 0, 0, 0, 16, 0, mantissa, exponent, 0, mantissa, 15, 0, 0, 0)
    expect(float(0, 5, 10)).toEqual({ kind: 'float', size: 2, format: 'float16', little: true })
    expect(float(1, 8, 7)).toEqual({ kind: 'float', size: 2, format: 'bfloat16', little: false })
    expect(float(0, 4, 11)).toMatchObject({ kind: 'other' })
  })
})

describe('values', () => {
  it.each([
    ['float16', [0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc], [1, 2 ** -24, Number.NEGATIVE_INFINITY]],
    ['bfloat16', [0x80, 0x3f, 0x20, 0xc1], [1, -10]],
    ['float32', [0, 0, 0x80, 0x3f], [1]],
  ] as const)('%s', (format, bytes, expected) => {
    const size = format === 'float32' ? 4 : 2
    expect([...narrow({ kind: 'float', size, format, little: true }, Uint8Array.from(bytes), 'w')]).toEqual(expected)
  })

  it('swaps big-endian values', () => {
    const bytes = Uint8Array.of(0xff, 0xff, 0xff, 0xfe, 0, 0, 1, 0)
    expect([...narrow({ kind: 'integer', size: 4, signed: true, little: false }, bytes, 'w')]).toEqual([-2, 256])
  })

  it('accepts 64-bit and unsigned numbers only if they fit', () => {
    const int64 = { kind: 'integer', size: 8, signed: true, little: true } as const
    const two = new Uint8Array(BigInt64Array.of(-2147483648n, 5n).buffer)
    expect([...narrow(int64, two, 'w')]).toEqual([-2147483648, 5])
    const beyond = new Uint8Array(BigInt64Array.of(0n, -2147483649n).buffer)
    expect(() => narrow(int64, beyond, 'w in m.h5')).toThrow(/Element 1 of w in m\.h5 is -2147483649/)
    const unsigned = new Uint8Array(Uint32Array.of(3000000000).buffer)
    expect(() => narrow({ kind: 'integer', size: 4, signed: false, little: true }, unsigned, 'w')).toThrow(/int32/)
  })

  it('copies unaligned data and keeps aligned data', () => {
    const shifted = new Uint8Array(9).subarray(1)
    expect(narrow({ kind: 'float', size: 4, format: 'float32', little: true }, shifted, 'w').length).toBe(2)
    const aligned = new Uint8Array(8)
    const view = narrow({ kind: 'float', size: 4, format: 'float32', little: true }, aligned, 'w')
    expect(view.buffer).toBe(aligned.buffer)
  })
})
