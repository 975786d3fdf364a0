import { formatCount, formatNumber } from '../../base/format.ts'
import { ScrollArea } from '../../ui/ScrollArea.tsx'
import styles from './HeadTable.module.css'
import type { HeadColumn } from './head-columns.ts'

const maxRows = 6

export interface HeadTableProps {
  readonly label: string
  readonly columns: readonly HeadColumn[]
  /** Number of all rows. */
  readonly rows: number
}

/** The first rows of a table, with the names of its columns. */
export function HeadTable({ label, columns, rows }: HeadTableProps) {
  const shown = Math.min(maxRows, rows, ...columns.map(({ values }) => values.length))
  return (
    <div className={styles.frame}>
      <ScrollArea label={label}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {columns.map(({ name }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <th key={column} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: shown }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are identified by position
              <tr key={row}>
                <th scope="row">{row}</th>
                {columns.map(({ values }, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                  <td key={column}>{textOf(values[row])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {shown < rows ? (
        <p className={styles.more}>
          The first {shown} of {formatCount(rows, 'row')}.
        </p>
      ) : null}
    </div>
  )
}

function textOf(value: number | string | undefined): string {
  return typeof value === 'number' ? formatNumber(value) : (value ?? '')
}
