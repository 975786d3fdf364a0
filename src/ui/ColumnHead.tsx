import type { ReactNode } from 'react'
import styles from './ColumnHead.module.css'

export interface ColumnHeadProps {
  readonly id: string
  readonly title: string
  /** At the right end of the line. */
  readonly children?: ReactNode
}

/** The heading of a column or section, with its actions. */
export function ColumnHead({ id, title, children }: ColumnHeadProps) {
  return (
    <div className={styles.head}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      <div className={styles.actions}>{children}</div>
    </div>
  )
}
