export interface Solution {
  readonly values: readonly number[]
  /** Standard errors, from the residuals. */
  readonly errors: readonly number[]
}

/** The weighted least-squares solution of `rows · x = targets`; `null` if the rows do not determine x. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
): Solution | null {
  const count = rows[0]?.length ?? 0
  if (rows.length < count || count === 0) return null
  const normal = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (__, j) =>
      rows.reduce((sum, row, r) => sum + (row[i] as number) * (row[j] as number) * (weights[r] as number) ** 2, 0),
    ),
  )
  const right = Array.from({ length: count }, (_, i) =>
    rows.reduce((sum, row, r) => sum + (row[i] as number) * (targets[r] as number) * (weights[r] as number) ** 2, 0),
  )
  const inverse = inverted(normal)
  if (inverse === null) return null
  const values = inverse.map((row) => row.reduce((sum, x, j) => sum + x * (right[j] as number), 0))
  const residual = rows.reduce((sum, row, r) => {
    const fitted = row.reduce((total, x, i) => total + x * (values[i] as number), 0)
    return sum + (((targets[r] as number) - fitted) * (weights[r] as number)) ** 2
  }, 0)
  const spread = residual / Math.max(rows.length - count, 1)
  return { values, errors: inverse.map((row, i) => Math.sqrt(Math.max((row[i] as number) * spread, 0))) }
}

/** Gauss–Jordan with pivoting; `null` for a matrix that is nearly singular. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))])
  const scale = Math.max(...matrix.flat().map(Math.abs))
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++)
      if (Math.abs(rows[r]?.[c] as number) > Math.abs(rows[pivot]?.[c] as number)) pivot = r
    const top = rows[pivot] as number[]
    if (!(Math.abs(top[c] as number) > scale * 1e-9)) return null
    rows[pivot] = rows[c] as number[]
    rows[c] = top.map((x) => x / (top[c] as number))
    for (let r = 0; r < n; r++) {
      const factor = rows[r]?.[c] as number
      if (r !== c) rows[r] = (rows[r] as number[]).map((x, k) => x - factor * (rows[c]?.[k] as number))
    }
  }
  return rows.map((row) => row.slice(n))
}
