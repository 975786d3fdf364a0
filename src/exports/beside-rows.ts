import type { Table } from '../base/readings/contract.ts'
import { cellOf, type RowTable } from '../base/row-table.ts'

/**
 * A table with a row per element of the batch, as the columns of the file that fed the run with the predictions appended;
 * any other table, or one of other rows, stays as it is.
 */
export function besideRows(table: Table, input: RowTable | null, output: string): Table {
  if (table.isPerRow !== true || input === null || input.columns.length === 0) return table
  const rows = [...table.rows]
  if (rows.length !== input.rows) return table
  const { columns } = input
  const names = columns.map(({ name }) => name)
  const [, ...predicted] = table.titles
  return {
    titles: [...names, ...predicted.map((title) => (names.includes(title) ? `${output}: ${title}` : title))],
    rows: rows.map(([, ...cells], row) => [...columns.map((column) => cellOf(column, row)), ...cells]),
  }
}
