/** Columns per panel: two vectors of four. */
export const columns = 8

/** Number of float32 values that `pack` writes for a [k, n] matrix. */
export const packedLength = (k: number, n: number): number => Math.ceil(n / columns) * columns * (k + 1)

/**
 * Packs a [k, n] matrix into panels of 8 columns, padded with zeros. Each panel holds the bias (zeros if there is
 * none), then the rows in order, as the kernel reads them.
 */
export function pack(matrix: Float32Array, bias: Float32Array | null, k: number, n: number, into: Float32Array): void {
  let at = 0
  for (let panel = 0; panel < n; panel += columns) {
    const width = Math.min(columns, n - panel)
    const put = (row: Float32Array | null, from: number) => {
      for (let j = 0; j < columns; j++) into[at + j] = row === null || j >= width ? 0 : (row[from + j] as number)
      at += columns
    }
    put(bias, panel)
    for (let i = 0; i < k; i++) put(matrix, i * n + panel)
  }
}
