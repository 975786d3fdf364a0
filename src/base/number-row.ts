import { numbersOf, type TensorValue } from './tensor.ts'

/** A number or a few per batch element; the values are the output's own, `labels.length` to a row. See `numberRow`. */
export interface Numbers {
  readonly labels: readonly string[]
  readonly rows: number
}

/** The values of one row of a numbers reading, in the order of its labels; empty beyond the last row. */
export function numberRow({ labels, rows }: Numbers, value: TensorValue, row: number): readonly number[] {
  return row < rows ? Array.from(numbersOf(value).subarray(row * labels.length, (row + 1) * labels.length)) : []
}
