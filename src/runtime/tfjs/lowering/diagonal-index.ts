/**
 * Element positions of diagonals `from` … `to` (0 is the main one, 1 the one above it) of a matrix, stored as rows of
 * equal length, uppermost first. Follows TensorFlow's kernel `matrix_diag_op`.
 */
export interface Diagonals {
  readonly rows: number
  readonly columns: number
  readonly from: number
  readonly to: number
  /** `RIGHT_LEFT`: diagonals above the main one are right-aligned in their row, those below are left-aligned. */
  readonly align: string
}

/** Length of the longest diagonal. */
export function longestOf({ rows, columns, from, to }: Diagonals): number {
  return Math.min(rows + Math.min(to, 0), columns - Math.max(from, 0))
}

/** Padding before the first element of diagonal `k` in its row. */
function offsetOf(diagonals: Diagonals, k: number): number {
  const { rows, columns, align } = diagonals
  const [above, below] = align.split('_')
  const left = (k >= 0 && above === 'LEFT') || (k <= 0 && below === 'LEFT')
  const length = Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0))
  return left ? 0 : longestOf(diagonals) - length
}

/** For each element of the stored rows, its row-major position in the matrix; -1 for padding. */
export function placesInMatrix(diagonals: Diagonals): readonly number[] {
  const { rows, columns, from, to } = diagonals
  const result: number[] = []
  for (let k = to; k >= from; k--) {
    const offset = offsetOf(diagonals, k)
    for (let i = 0; i < longestOf(diagonals); i++) {
      const [row, column] = [i - offset + Math.max(0, -k), i - offset + Math.max(0, k)]
      const within = i >= offset && row < rows && column < columns
      result.push(within ? row * columns + column : -1)
    }
  }
  return result
}

/** For each element of the matrix, its position in the stored rows; -1 off the diagonals. */
export function placesInRows(diagonals: Diagonals): readonly number[] {
  const result = new Array<number>(diagonals.rows * diagonals.columns).fill(-1)
  placesInMatrix(diagonals).forEach((place, i) => {
    if (place >= 0) result[place] = i
  })
  return result
}
