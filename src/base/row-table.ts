import type { Cell } from './readings/contract.ts'

/** A column of the file that fed a run. At least one of `numbers` and `texts` is there; both have one value per row. */
export interface RowColumn {
  readonly name: string
  /** NaN for cells without a number; `null` for a column of texts. */
  readonly numbers: Float64Array<ArrayBuffer> | null
  /** The cells as the file has them; `null` if the numbers say the same. */
  readonly texts: readonly string[] | null
}

/** The rows of the file that fed a run, all columns, where each row became one element of the batch. */
export interface RowTable {
  readonly rows: number
  /** Empty if there are too many cells to send them along. */
  readonly columns: readonly RowColumn[]
}

/** A cell as the file has it; `null` if it is empty. */
export function cellOf({ numbers, texts }: RowColumn, row: number): Cell {
  if (texts !== null) return texts[row] ?? null
  const number = numbers?.[row] ?? Number.NaN
  return Number.isNaN(number) ? null : number
}

/**
 * Rows in the order of their keys; equal ones stay in the order of the table, and those without a value (NaN, empty)
 * come last either way.
 */
export function sortedRows(
  keys: ArrayLike<number | string>,
  direction: 'ascending' | 'descending',
): Int32Array<ArrayBuffer> {
  const present: number[] = []
  const absent: number[] = []
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]
    if (key === undefined || key === '' || Number.isNaN(key)) absent.push(row)
    else present.push(row)
  }
  const sign = direction === 'ascending' ? 1 : -1
  present.sort((a, b) => {
    const [x, y] = [keys[a] as number | string, keys[b] as number | string]
    return x < y ? -sign : x > y ? sign : a - b
  })
  return Int32Array.from([...present, ...absent])
}
