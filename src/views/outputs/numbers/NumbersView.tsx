import { formatNumber } from '../../../base/format.ts'
import { numberRow } from '../../../base/number-row.ts'
import type { OutputViewProps } from '../view.ts'
import { digits, NumberRows } from './NumberRows.tsx'
import styles from './NumbersView.module.css'

/** One or a few numbers: large for a single row, otherwise a table of rows. */
export function NumbersView({ data, output, table }: OutputViewProps<'numbers'>) {
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
  return (
    <div data-view="numbers">
      <NumberRows data={data} output={output} table={table} />
    </div>
  )
}
