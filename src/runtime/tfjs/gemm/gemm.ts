import { gemmModule } from './kernel.ts'

/** Matrix multiplication in float32 on a WebAssembly memory. */
export interface Gemm {
  /** `out = min(max(a · b + bias, least), most)`; b is packed by `pack`, out is row-major. NaN sums stay NaN. */
  multiply(product: Product): void
}

/** Addresses and strides in bytes. A matrix product has one line and one segment. */
export interface Product {
  readonly a: number
  readonly b: number
  readonly out: number
  readonly lines: number
  /** Rows per line. */
  readonly rows: number
  /** Segments per row. */
  readonly segments: number
  /** Contiguous values per segment. */
  readonly k: number
  readonly n: number
  readonly rowStride: number
  readonly segmentStride: number
  readonly lineStride: number
  readonly least: number
  readonly most: number
}

type Kernel = (...parameters: number[]) => void

/** Rows per block: as many accumulators as leave registers for the operands (x64 has 16 vector registers). */
const rowsFused = 6
const rowsUnfused = 4
/** Size of the block of A that is reused for every panel; fits in L2. */
const cachedBytes = 128 * 1024

/**
 * `fused`: use fused multiply-add. `null` if the browser lacks the instructions. Raises a `LinkError` for a shared
 * memory.
 */
export function createGemm(memory: WebAssembly.Memory, fused: boolean): Gemm | null {
  const height = fused ? rowsFused : rowsUnfused
  const bytes = gemmModule(height, fused)
  if (!WebAssembly.validate(bytes)) return null
  const module = new WebAssembly.Module(bytes)
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const kernels = Array.from({ length: height + 1 }, (_, rows) => exports[`${rows}`] as Kernel)

  /** Splits rows into blocks of nearly equal height: a block of one row takes nearly as long as one of six. */
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
