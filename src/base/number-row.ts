import { numbersOf, type TensorValue } from './tensor.ts'

/** One or a few numbers per batch element. Holds the output's own values, `labels.length` per row; see `numberRow`. */
export interface Numbers {
  readonly labels: readonly string[]
  readonly rows: number
}

/** The values of one row, in the order of the labels; empty beyond the last row. */
export function numberRow({ labels, rows }: Numbers, value: TensorValue, row: number): readonly number[] {
  return row < rows ? Array.from(numbersOf(value).subarray(row * labels.length, (row + 1) * labels.length)) : []
}
