import type { RowColumn, RowTable } from '../../base/row-table.ts'
import type { Column, TableValue } from '../input-value.ts'

/** Above this many cells, the columns are not sent: that would take longer than most runs. */
const mostCells = 1_000_000

/** Numbers that round-trip through their text, so that the cells need not be sent as text. */
const written = /^(-?(0|[1-9]\d{0,14})(\.\d{1,15})?)?$/

/** The columns of a table for the page, which shows the predictions beside them. */
export function rowTableOf({ rows, columns }: TableValue): RowTable {
  const isSmall = rows * columns.length <= mostCells
  return { rows, columns: isSmall ? columns.map((column) => columnOf(column, rows)) : [] }
}

function columnOf({ name, type, numbers, text }: Column, rows: number): RowColumn {
  if (type !== 'number') return { name, numbers: null, texts: textsOf(text, rows) }
  for (let row = 0; row < rows; row++) {
    if (!written.test(text(row))) return { name, numbers: numbers.slice(), texts: textsOf(text, rows) }
  }
  return { name, numbers: numbers.slice(), texts: null }
}

function textsOf(text: Column['text'], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, row) => text(row))
}
