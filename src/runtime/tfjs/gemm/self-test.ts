import type { Gemm } from './gemm.ts'
import { pack, packedLength } from './pack.ts'

const [rows, k, n] = [7, 5, 11] as const

/** Number of float32 values of scratch memory that the test needs. */
export const selfTestLength = rows * k + packedLength(k, n) + rows * n

const pattern = (length: number, period: number) => Float32Array.from({ length }, (_, i) => ((i * 3) % period) - 2)

/**
 * Whether a known product of whole numbers is exact, with partial blocks in every dimension. Uses scratch memory at
 * this address.
 */
export function multipliesCorrectly(gemm: Gemm, memory: WebAssembly.Memory, address: number): boolean {
  const [a, weight, bias] = [pattern(rows * k, 7), pattern(k * n, 11), pattern(n, 5)]
  const heap = new Float32Array(memory.buffer, address, selfTestLength)
  const [b, out] = [a.length, a.length + packedLength(k, n)]
  heap.set(a)
  pack(weight, bias, k, n, heap.subarray(b, out))
  gemm.multiply({
    a: address,
    b: address + b * 4,
    out: address + out * 4,
    lines: 1,
    rows,
    segments: 1,
    k,
    n,
    rowStride: k * 4,
    segmentStride: 0,
    lineStride: 0,
    least: -4,
    most: 9,
  })
  return heap.subarray(out).every((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = bias[j] as number
    for (let s = 0; s < k; s++) sum += (a[i * k + s] as number) * (weight[s * n + j] as number)
    return value === Math.min(Math.max(sum, -4), 9)
  })
}
