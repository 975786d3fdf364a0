import type { ReactNode } from 'react'
import { type RowWindowProps, useRowWindow } from './use-row-window.ts'
import styles from './VirtualRows.module.css'

export interface VirtualRowsProps extends RowWindowProps {
  readonly label: string
  readonly row: (index: number) => ReactNode
}

/** A list of which only the visible rows are in the page. It scrolls with the keyboard; each row says which of how many it is. */
export function VirtualRows({ label, row, ...list }: VirtualRowsProps) {
  const { rowHeight } = list
  const { frame, onScroll, rows, height, scrolls, indices } = useRowWindow(list)
  return (
    <section
      ref={frame}
      className={styles.frame}
      style={{ height }}
      aria-label={label}
      // A region that scrolls has to be reachable without a mouse.
      tabIndex={scrolls ? 0 : undefined}
      onScroll={onScroll}
    >
      <ul className={styles.rows} style={{ height: rows * rowHeight }}>
        {indices.map((index) => (
          <li
            key={index}
            style={{ height: rowHeight, top: index * rowHeight }}
            aria-setsize={rows}
            aria-posinset={index + 1}
          >
            {row(index)}
          </li>
        ))}
      </ul>
    </section>
  )
}
