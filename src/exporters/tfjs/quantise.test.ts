import { describe, expect, it } from 'vitest'
import { decode } from '../../formats/tensorflow-js/weights/decode.ts'
import { toFloat16, toUint8 } from './quantise.ts'

/** How the reader decodes the written float16 values. */
const read = (halves: Uint16Array<ArrayBuffer>) =>
  decode(
    {
      name: 'w',
      shape: [halves.length],
      dtype: 'float32',
      quantisation: { dtype: 'float16', scale: 1, min: 0 },
      optimizer: false,
    },
    new Uint8Array(halves.buffer),
  )

describe('float16', () => {
  it('round-trips every half exactly', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter((bits) => (bits & 0x7c00) !== 0x7c00)
    const values = read(all) as Float32Array<ArrayBuffer>
    expect(toFloat16(values)).toEqual(all)
  })

  it('rounds to the nearest, ties to even, subnormals too', () => {
    const ulp = 2 ** -10
    const values = Float32Array.of(
      1 + ulp / 2,
      1 + 1.5 * ulp,
      1 + 0.51 * ulp,
      2 ** -25,
      1.5 * 2 ** -24,
      0.51 * 2 ** -24,
      1e-30,
    )
    expect([...(read(toFloat16(values) ?? new Uint16Array()) as Float32Array)]).toEqual([
      1,
      1 + 2 * ulp,
      1 + ulp,
      0,
      2 ** -23,
      2 ** -24,
      0,
    ])
  })

  it('refuses values beyond its range, but keeps infinities', () => {
    expect(toFloat16(Float32Array.of(65_520))).toBeNull()
    expect(toFloat16(Float32Array.of(Number.POSITIVE_INFINITY, 65_504))).toEqual(Uint16Array.of(0x7c00, 0x7bff))
  })
})

describe('uint8', () => {
  it('is at most one step off and stores 0 exactly', () => {
    const values = Float32Array.from({ length: 999 }, (_, i) => (i === 500 ? 0 : Math.sin(i) * 3 - 1))
    const { bytes, affine } = toUint8(values) ?? { bytes: new Uint8Array(), affine: { scale: 0, min: 0 } }
    for (const [i, value] of values.entries()) {
      const back = (bytes[i] as number) * affine.scale + affine.min
      expect(Math.abs(back - value)).toBeLessThanOrEqual(affine.scale)
      if (value === 0) expect(back).toBeCloseTo(0, 12)
    }
  })

  it('refuses non-finite values', () => {
    expect(toUint8(Float32Array.of(1, Number.NaN))).toBeNull()
  })
})
