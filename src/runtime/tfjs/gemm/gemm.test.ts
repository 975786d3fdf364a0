import { describe, expect, test } from 'vitest'
import { createGemm, type Product } from './gemm.ts'
import { pack, packedLength } from './pack.ts'
import { multipliesCorrectly, selfTestLength } from './self-test.ts'

/** Whole numbers whose sums are exact in float32, so that results can be compared for equality. */
function wholeNumbers(length: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 24) - 128
  })
}

function expected(a: Float32Array, b: Float32Array, bias: Float32Array | null, [rows, k, n]: Size, [low, high]: Range) {
  return Float32Array.from({ length: rows * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = bias?.[j] ?? 0
    for (let x = 0; x < k; x++) sum += (a[i * k + x] as number) * (b[x * n + j] as number)
    return Math.min(Math.max(sum, low), high)
  })
}

type Size = readonly [rows: number, k: number, n: number]
type Range = readonly [number, number]

const memory = new WebAssembly.Memory({ initial: 16 })
const gemm = createGemm(memory, false)

function product(a: Float32Array, b: Float32Array, bias: Float32Array | null, [rows, k, n]: Size, range: Range) {
  const lengths = [a.length, packedLength(k, n), rows * n]
  const heap = new Float32Array(memory.buffer, 0, lengths.reduce((x, y) => x + y) + 32).fill(Number.NaN)
  const [aAt, bAt, outAt] = [16, 16 + a.length, 16 + a.length + packedLength(k, n)]
  heap.set(a, aAt)
  pack(b, bias, k, n, heap.subarray(bAt, bAt + packedLength(k, n)))
  const places = { a: aAt * 4, b: bAt * 4, out: outAt * 4 }
  const strides = { rowStride: k * 4, segmentStride: 0, lineStride: 0 }
  const counts = { lines: 1, rows, segments: 1, k, n }
  gemm?.multiply({ ...places, ...counts, ...strides, least: range[0], most: range[1] })
  return { out: heap.slice(outAt, outAt + rows * n), before: heap.slice(0, 16), after: heap.slice(outAt + rows * n) }
}

const open: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

describe('the product on a WebAssembly memory', () => {
  const rows = [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 49]
  const sizes = rows.flatMap((m) =>
    [1, 2, 3, 4, 7, 16, 33].flatMap((k) => [1, 2, 3, 5, 6, 7, 8, 9, 15, 16, 24].map((n): Size => [m, k, n])),
  )
  test('is exact for every remainder of rows, steps and columns, and writes only its output', () => {
    for (const size of sizes) {
      const [m, k, n] = size
      const [a, b, bias] = [wholeNumbers(m * k, m), wholeNumbers(k * n, n), wholeNumbers(n, k)]
      const { out, before, after } = product(a, b, bias, size, open)
      expect(out, size.join()).toEqual(expected(a, b, bias, size, open))
      expect([...before, ...after].every(Number.isNaN), size.join()).toBe(true)
    }
  })
  test('blocks products larger than the cache', () => {
    const size: Size = [301, 520, 20]
    const [a, b] = [wholeNumbers(301 * 520, 1), wholeNumbers(520 * 20, 2)]
    expect(product(a, b, null, size, open).out).toEqual(expected(a, b, null, size, open))
  })
  test('is clamped; NaN stays NaN', () => {
    const size: Size = [5, 3, 9]
    const [a, b] = [wholeNumbers(15, 1), wholeNumbers(27, 2)]
    expect(product(a, b, null, size, [0, 6]).out).toEqual(expected(a, b, null, size, [0, 6]))
    a[4] = Number.NaN
    const { out } = product(a, b, null, size, [0, 6])
    expect([...out.subarray(9, 18)].every(Number.isNaN)).toBe(true)
    expect(out[0]).not.toBeNaN()
  })

  test('passes its self-test, and fails it with one wrong sum', () => {
    if (gemm === null) throw new Error('This Node has no SIMD.')
    expect(multipliesCorrectly(gemm, memory, 64)).toBe(true)
    const wrong = {
      multiply: (product: Product) => {
        gemm.multiply(product)
        new Float32Array(memory.buffer)[product.out / 4 + 30] = 1.5
      },
    }
    expect(multipliesCorrectly(wrong, memory, 64)).toBe(false)
    expect(selfTestLength).toBeLessThan(1000)
  })
})
