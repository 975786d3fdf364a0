import { type ReactNode, useState } from 'react'
import styles from './VirtualRows.module.css'
import { mostRows, windowRows } from './window-rows.ts'

export interface VirtualRowsProps {
  readonly label: string
  readonly count: number
  /** px; every row has the same height. */
  readonly rowHeight: number
  /** px; a shorter list is as high as its rows. */
  readonly maxHeight: number
  readonly row: (index: number) => ReactNode
}

/** A list of which only the visible rows are in the page. It scrolls with the keyboard; each row says which of how many it is. */
export function VirtualRows({ label, count, rowHeight, maxHeight, row }: VirtualRowsProps) {
  const [top, setTop] = useState(0)
  const rows = Math.min(count, mostRows(rowHeight))
  const height = Math.min(maxHeight, rows * rowHeight)
  const { first, last } = windowRows(top, height, rowHeight, rows)
  const indices = Array.from({ length: last - first }, (_, i) => first + i)
  const scrolls = rows * rowHeight > maxHeight
  return (
    <section
      className={styles.frame}
      style={{ height }}
      aria-label={label}
      // A region that scrolls has to be reachable without a mouse.
      tabIndex={scrolls ? 0 : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <ul className={styles.rows} style={{ height: rows * rowHeight, paddingTop: first * rowHeight }}>
        {indices.map((index) => (
          <li key={index} style={{ height: rowHeight }} aria-setsize={rows} aria-posinset={index + 1}>
            {row(index)}
          </li>
        ))}
      </ul>
    </section>
  )
}
