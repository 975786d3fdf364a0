import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import styles from './VirtualRows.module.css'
import { mostRows, revealRow, rowsInPage, windowRows } from './window-rows.ts'

export interface VirtualRowsProps {
  readonly label: string
  readonly count: number
  /** px; every row has the same height. */
  readonly rowHeight: number
  /** px; a shorter list is as high as its rows. */
  readonly maxHeight: number
  /** The row that is selected: it is scrolled into view when it changes, and stays in the page when it is scrolled out. */
  readonly current?: number | undefined
  readonly row: (index: number) => ReactNode
}

/** A list of which only the visible rows are in the page. It scrolls with the keyboard; each row says which of how many it is. */
export function VirtualRows({ label, count, rowHeight, maxHeight, current, row }: VirtualRowsProps) {
  const [top, setTop] = useState(0)
  const frame = useRef<HTMLElement>(null)
  const rows = Math.min(count, mostRows(rowHeight))
  const height = Math.min(maxHeight, rows * rowHeight)
  const indices = rowsInPage(windowRows(top, height, rowHeight, rows), rows, current)
  const scrolls = rows * rowHeight > maxHeight
  // Asking the element where it is would make the browser lay out the page at once.
  const scrolled = useRef(0)
  useLayoutEffect(() => {
    if (current === undefined || current < 0 || frame.current === null) return
    const wanted = revealRow(current, scrolled.current, height, rowHeight)
    if (wanted === scrolled.current) return
    scrolled.current = wanted
    frame.current.scrollTop = wanted
  }, [current, height, rowHeight])
  return (
    <section
      ref={frame}
      className={styles.frame}
      style={{ height }}
      aria-label={label}
      // A region that scrolls has to be reachable without a mouse.
      tabIndex={scrolls ? 0 : undefined}
      onScroll={({ currentTarget }) => {
        scrolled.current = currentTarget.scrollTop
        setTop(currentTarget.scrollTop)
      }}
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
