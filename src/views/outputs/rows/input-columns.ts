import { formatNumber } from '../../../base/format.ts'
import { cellOf, type RowColumn, type RowTable } from '../../../base/row-table.ts'
import type { SortedColumn } from '../../../ui/SortedTable.tsx'

/** Characters of a number as the file has it; longer ones are rounded. */
const longestNumber = 10

/** The columns of the table that fed the run, to stand beside its predictions; empty if the numbers of rows differ. */
export function inputColumns(table: RowTable | null, rows: number): readonly SortedColumn[] {
  return table === null || table.rows !== rows ? [] : table.columns.map(columnOf)
}

function columnOf(column: RowColumn): SortedColumn {
  const { name, numbers, texts } = column
  return {
    title: name,
    keys: numbers ?? texts ?? [],
    text: (row) => {
      const cell = cellOf(column, row)
      const isLong = typeof cell === 'string' && cell.length > longestNumber
      return numbers !== null && (typeof cell === 'number' || isLong)
        ? formatNumber(numbers[row] ?? Number.NaN)
        : String(cell ?? '')
    },
  }
}
