import { describe, expect, it } from 'vitest'
import { decodeElements, narrowFloat, narrowInt, swapped } from './decode.ts'
import { storedType } from './dtypes.ts'

function decode(type: number, values: ArrayBufferView<ArrayBuffer>) {
  const stored = storedType(type)
  if (stored === null) throw new Error(`no type ${type}`)
  return decodeElements(stored, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 'w')
}

describe('numbers of other sizes', () => {
  it('are widened or narrowed to 32 bits', () => {
    expect(decode(19, Uint16Array.of(0x3c00, 0xc000, 0x7bff, 1, 0x7c00))).toEqual(
      Float32Array.of(1, -2, 65_504, 2 ** -24, Number.POSITIVE_INFINITY),
    )
    expect(decode(14, Uint16Array.of(0x3f80, 0xc049))).toEqual(Float32Array.of(1, -3.140625))
    expect(decode(2, Float64Array.of(0.1, -1e300 * 1e-290))).toEqual(Float32Array.of(0.1, -1e10))
    expect(decode(9, BigInt64Array.of(-5n, 2n ** 31n - 1n))).toEqual(Int32Array.of(-5, 2 ** 31 - 1))
    expect(decode(4, Uint8Array.of(0, 255))).toEqual(Int32Array.of(0, 255))
    expect(decode(6, Int8Array.of(-1))).toEqual(Int32Array.of(-1))
    expect(decode(10, Uint8Array.of(0, 1, 7))).toEqual(Uint8Array.of(0, 1, 1))
  })

  it('are reported if they do not fit, except sentinels for "unlimited"', () => {
    expect(() => decode(9, BigInt64Array.of(2n ** 31n))).toThrow(/w holds 2147483648, which does not fit in int32/)
    expect(() => narrowFloat(1e300, 'w')).toThrow(/does not fit in float32/)
    expect(decode(9, BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)))).toEqual(Int32Array.of(2 ** 31 - 1, -(2 ** 31)))
    expect(narrowFloat(-Number.MAX_VALUE, 'w')).toBe(-3.4028234663852886e38)
    expect(narrowFloat(Number.NEGATIVE_INFINITY, 'w')).toBe(Number.NEGATIVE_INFINITY)
    expect(narrowInt(-7, 'w')).toBe(-7)
  })

  it('are byte-swapped if a big-endian machine wrote them', () => {
    const type = storedType(1)
    if (type === null) throw new Error('no float32')
    const bytes = Uint8Array.of(0x3f, 0x80, 0, 0)
    expect(decodeElements(type, swapped(bytes, type), 'w')).toEqual(Float32Array.of(1))
  })
})
