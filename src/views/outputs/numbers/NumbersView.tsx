import { formatNumber } from '../../../base/format.ts'
import { numberRow } from '../../../base/number-row.ts'
import { ScrollArea } from '../../../ui/ScrollArea.tsx'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import type { OutputViewProps } from '../view.ts'
import styles from './NumbersView.module.css'

const digits = 6
/** Columns that fit on the narrowest screen. */
const unscrolled = 3
/** px, with their gaps: the column that numbers the rows, with the padding, and every other one. */
const [rowWidth, columnWidth] = [80, 84]

/** One or a few numbers: large for a single row, otherwise a table of rows. */
export function NumbersView({ data, output }: OutputViewProps<'numbers'>) {
  const labels = data.labels.map((label) => (label === '' ? output.name : label))
  if (data.rows === 0) return <p className="muted">The output is empty.</p>
  if (data.rows === 1) {
    return (
      <dl className={styles.values} data-view="numbers">
        {numberRow(data, output.value, 0).map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat
          <div key={index} className={styles.value}>
            <dt>{labels[index]}</dt>
            <dd>{formatNumber(value, digits)}</dd>
          </div>
        ))}
      </dl>
    )
  }
  const table = (
    <>
      <p className={styles.head}>
        <span>Row</span>
        {labels.map((label, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat
          <span key={index}>{label}</span>
        ))}
      </p>
      <VirtualRows
        label={`Rows of ${output.name}`}
        count={data.rows}
        rowHeight={24}
        maxHeight={288}
        row={(index) => (
          <div className={styles.row}>
            <span className="muted">{index}</span>
            {numberRow(data, output.value, index).map((value, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are identified by position
              <span key={column}>{formatNumber(value, digits)}</span>
            ))}
          </div>
        )}
      />
    </>
  )
  return (
    <div data-view="numbers">
      {labels.length > unscrolled ? (
        <ScrollArea label={`Table of ${output.name}`} className={styles.table}>
          <div style={{ minWidth: rowWidth + labels.length * columnWidth }}>{table}</div>
        </ScrollArea>
      ) : (
        table
      )}
    </div>
  )
}
