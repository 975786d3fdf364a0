import { type ReactNode, useState } from 'react'
import styles from './Fold.module.css'

export interface FoldProps {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly open?: boolean
}

/** A details element whose content is rendered when first opened. */
export function Fold({ title, children, open = false }: FoldProps) {
  const [seen, setSeen] = useState(open)
  return (
    <details
      className={styles.fold}
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open) setSeen(true)
      }}
    >
      <summary className={styles.summary}>{title}</summary>
      <div className={styles.body}>{seen ? children : null}</div>
    </details>
  )
}
