import type { ReactNode } from 'react'
import styles from './Facts.module.css'

export interface FactRow {
  readonly label: string
  readonly value: ReactNode
  /** Figures, names and shapes use tabular digits. */
  readonly plain?: boolean
}

/** Labels on the left, figures on the right. */
export function Facts({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row) => (
        <div key={row.label} className={styles.row}>
          <dt>{row.label}</dt>
          <dd className={row.plain ? undefined : 'num'}>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
