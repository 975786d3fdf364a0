import { useMemo } from 'react'
import { formatCount } from '../../../base/format.ts'
import type { RowTable } from '../../../base/row-table.ts'
import { type SortedColumn, SortedTable, type SortedTableProps } from '../../../ui/SortedTable.tsx'
import { inputColumns } from './input-columns.ts'
import styles from './PredictedRows.module.css'

interface PredictedRowsProps extends Pick<SortedTableProps, 'label' | 'selection'> {
  readonly rows: number
  /** The same array until the data change. */
  readonly predicted: readonly SortedColumn[]
  readonly table: RowTable | null
}

/** One row per prediction of a batch, with the columns of the table that fed the run beside it. Rows count from 0, as in the tensor. */
export function PredictedRows({ label, rows, predicted, table, selection }: PredictedRowsProps) {
  const beside = useMemo(() => inputColumns(table, rows), [table, rows])
  const columns = useMemo(() => [...predicted, ...beside], [predicted, beside])
  return (
    <div className={styles.rows}>
      <SortedTable label={label} columns={columns} count={rows} {...(selection && { selection })} />
      <p className={styles.note}>
        {formatCount(rows, 'row')}. {noteOf(table, rows, beside.length)}
      </p>
    </div>
  )
}

function noteOf(table: RowTable | null, rows: number, shown: number): string {
  if (table === null || table.rows !== rows) return ''
  if (shown === 0) return 'The file has too many cells to show its columns beside the predictions.'
  return 'CSV saves the columns of the file with the predictions appended.'
}
