import { beforeEach, describe, expect, it } from 'vitest'
import { type Arithmetic, plainArithmetic } from '../../../../base/arithmetic.ts'
import { arithmeticOn } from './arithmetic.ts'

const page = 64 * 1024
let memory: WebAssembly.Memory
let arithmetic: Arithmetic

beforeEach(() => {
  memory = new WebAssembly.Memory({ initial: 4 })
  const made = arithmeticOn(memory, { HEAPU8: new Uint8Array(memory.buffer), _malloc: () => 3 * page, _free: () => {} })
  if (made === null) throw new Error('This browser has no SIMD.')
  arithmetic = made
})

/** Values on the heap between two guard values that must not change. */
function placed(values: readonly number[]): Float32Array {
  const around = new Float32Array(memory.buffer, 256, values.length + 2)
  around.fill(77)
  around.set(values, 1)
  return around.subarray(1, -1)
}

const lengths = [1, 3, 15, 16, 17, 31, 32, 48, 100, 257]

describe('arithmetic on the heap', () => {
  it.each([1, 2, 3, 5, 8, 16, 24, 100])('multiplies rows of %i like arithmetic on arrays', (columns) => {
    const factors = Float32Array.from({ length: columns }, (_, i) => Math.fround(Math.sin(i + 1)))
    for (const length of lengths) {
      const values = Array.from({ length }, (_, i) => Math.fround(Math.cos(i) * 1e3))
      const expected = Float32Array.from(values)
      plainArithmetic.multiplyRows(expected, factors)
      const here = placed(values)
      arithmetic.multiplyRows(here, factors)
      expect([...here], `${length}`).toEqual([...expected])
      const around = new Float32Array(memory.buffer, 256, length + 2)
      expect([around[0], around[length + 1]], `around ${length}`).toEqual([77, 77])
    }
  })

  it('finds a non-finite number at any index', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (const length of lengths)
        for (let i = 0; i < length; i++) {
          const here = placed(new Array(length).fill(-3e38))
          expect(arithmetic.isFinite(here)).toBe(true)
          here[i] = bad
          expect(arithmetic.isFinite(here), `${i} of ${length}`).toBe(false)
        }
  })

  it('accepts other arrays, and rows longer than its buffer', () => {
    const apart = Float32Array.from({ length: 32 }, (_, i) => i)
    arithmetic.multiplyRows(apart, Float32Array.of(2))
    expect([...apart]).toEqual(Array.from({ length: 32 }, (_, i) => 2 * i))
    expect(arithmetic.isFinite(Float32Array.of(Number.NaN).subarray(0))).toBe(false)
    const factors = Float32Array.from({ length: 17_000 }, (_, i) => i % 7)
    const here = placed(new Array(17_000).fill(2))
    arithmetic.multiplyRows(here, factors)
    expect(here.every((value, i) => value === 2 * (i % 7))).toBe(true)
  })

  it('keeps working after the heap has grown', () => {
    memory.grow(1)
    const here = placed(new Array(16).fill(2))
    arithmetic.multiplyRows(here, Float32Array.of(3))
    expect([...here]).toEqual(new Array(16).fill(6))
    expect(arithmetic.isFinite(here)).toBe(true)
  })
})
