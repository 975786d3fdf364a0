import { gemmModule } from './kernel.ts'

/** Sums of products on a WebAssembly memory, 32-bit floats throughout. */
export interface Gemm {
  /**
   * `out = min(max(a · b + bias, least), most)`, where b is as `pack` wrote it and out lies row after row. A sum that is not a
   * number stays so.
   */
  multiply(product: Product): void
}

/** Addresses and distances in bytes. A matrix product has one line and one segment. */
export interface Product {
  readonly a: number
  readonly b: number
  readonly out: number
  readonly lines: number
  /** In a line. */
  readonly rows: number
  /** In a row. */
  readonly segments: number
  /** Values in a segment, one after the other. */
  readonly k: number
  readonly n: number
  readonly rowStride: number
  readonly segmentStride: number
  readonly lineStride: number
  readonly least: number
  readonly most: number
}

type Kernel = (...parameters: number[]) => void

/** Rows at a time: as many sums as leave registers for the operands (16 vectors on x64). */
const rowsFused = 6
const rowsApart = 4
/** What of a is gone through for one panel after the other: stays in the second-level cache. */
const cachedBytes = 128 * 1024

/** `fused`: with multiply-add in one rounding. `null` where the browser has not the instructions. Raises a `LinkError` for a shared memory. */
export function createGemm(memory: WebAssembly.Memory, fused: boolean): Gemm | null {
  const height = fused ? rowsFused : rowsApart
  const bytes = gemmModule(height, fused)
  if (!WebAssembly.validate(bytes)) return null
  const module = new WebAssembly.Module(bytes)
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const kernels = Array.from({ length: height + 1 }, (_, rows) => exports[`${rows}`] as Kernel)

  /** Blocks of nearly the same height: a block of one row takes nearly as long as one of six. */
  function compute(product: Product): void {
    const { a, b, out, lines, rows, segments, k, n, rowStride, segmentStride, lineStride, least, most } = product
    const blocks = Math.ceil(rows / height)
    const lower = Math.floor(rows / blocks)
    const higher = rows - lower * blocks
    const run = (from: number, height: number, blocks: number) => {
      if (blocks === 0) return
      const [aFrom, outFrom] = [a + from * rowStride, out + from * n * 4]
      const strides = [rowStride, segmentStride, lineStride, rows * n * 4]
      kernels[height]?.(aFrom, b, outFrom, lines, blocks, segments, k, n, ...strides, least, most)
    }
    run(0, lower + 1, higher)
    run(higher * (lower + 1), lower, blocks - higher)
  }

  return {
    multiply: (product) => {
      const { a, out, lines, rows, n, rowStride, lineStride } = product
      if (lines > 1) {
        const chunk = Math.max(1, Math.floor(cachedBytes / lineStride))
        for (let start = 0; start < lines; start += chunk) {
          const part = { lines: Math.min(chunk, lines - start), a: a + start * lineStride }
          compute({ ...product, ...part, out: out + start * rows * n * 4 })
        }
        return
      }
      const chunk = Math.max(1, Math.floor(cachedBytes / rowStride / height)) * height
      for (let start = 0; start < rows; start += chunk) {
        const part = { rows: Math.min(chunk, rows - start), a: a + start * rowStride }
        compute({ ...product, ...part, out: out + start * n * 4 })
      }
    },
  }
}
