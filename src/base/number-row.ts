import type { Numbers } from './interpretation.ts'
import { numbersOf, type TensorValue } from './tensor.ts'

/** The values of one row of a numbers reading, in the order of its labels; empty beyond the last row. */
export function numberRow({ labels, rows }: Numbers, value: TensorValue, row: number): readonly number[] {
  return row < rows ? Array.from(numbersOf(value).subarray(row * labels.length, (row + 1) * labels.length)) : []
}
