import type { ReactNode } from 'react'
import styles from './Beside.module.css'

export interface BesideProps {
  /** The picture with its drawing. */
  readonly children: ReactNode
  /** Controls and lists of the drawing: beside it, or below it where that would make it small. */
  readonly controls: ReactNode
}

/** A picture with its controls. */
export function Beside({ children, controls }: BesideProps) {
  return (
    <div className={styles.room}>
      <div className={styles.pair}>
        <div className={styles.part}>{children}</div>
        <div className={styles.controls}>{controls}</div>
      </div>
    </div>
  )
}
