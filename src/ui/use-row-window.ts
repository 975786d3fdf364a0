import { type RefObject, type UIEvent, useLayoutEffect, useRef, useState } from 'react'
import { mostRows, revealRow, rowsInPage, windowRows } from './window-rows.ts'

export interface RowWindowProps {
  readonly count: number
  /** px; every row has the same height. */
  readonly rowHeight: number
  /** px; a shorter list is as high as its rows. */
  readonly maxHeight: number
  /** The row that is selected: it is scrolled into view when it changes, and stays in the page when it is scrolled out. */
  readonly current?: number | undefined
  /** What the selected row is, if rows can change places: then only another row is scrolled into view. */
  readonly identity?: number | undefined
}

interface RowsInPage {
  /** For the element that scrolls. */
  readonly frame: RefObject<HTMLElement | null>
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
  /** Rows that can be scrolled to. */
  readonly rows: number
  /** Height of the visible rows, px. */
  readonly height: number
  readonly scrolls: boolean
  /** Rows that are in the page, ascending. */
  readonly indices: readonly number[]
}

/** Which rows of a long list are in the page. */
export function useRowWindow({ count, rowHeight, maxHeight, current, identity }: RowWindowProps): RowsInPage {
  const [top, setTop] = useState(0)
  const frame = useRef<HTMLElement>(null)
  const rows = Math.min(count, mostRows(rowHeight))
  const height = Math.min(maxHeight, rows * rowHeight)
  // Asking the element where it is would make the browser lay out the page at once.
  const scrolled = useRef(0)
  const revealed = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    if (identity !== undefined && identity === revealed.current) return
    revealed.current = identity
    if (current === undefined || current < 0 || frame.current === null) return
    const wanted = revealRow(current, scrolled.current, height, rowHeight)
    if (wanted === scrolled.current) return
    scrolled.current = wanted
    frame.current.scrollTop = wanted
  }, [current, identity, height, rowHeight])
  return {
    frame,
    onScroll: ({ currentTarget }) => {
      scrolled.current = currentTarget.scrollTop
      setTop(currentTarget.scrollTop)
    },
    rows,
    height,
    scrolls: rows * rowHeight > maxHeight,
    indices: rowsInPage(windowRows(top, height, rowHeight, rows), rows, current),
  }
}
