export interface RowWindow {
  readonly first: number
  /** Exclusive. */
  readonly last: number
}

/** The visible rows plus `overscan` on each side, so that scrolling shows no gap. All sizes in px. */
export function windowRows(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  overscan = 6,
): RowWindow {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - overscan)
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan)
  return { first, last: Math.max(first, last) }
}

/** Browsers limit an element's height to about 17 to 33 million px; a list with more rows is cut. */
export function mostRows(rowHeight: number): number {
  return Math.floor(15_000_000 / rowHeight)
}

/** The rows of a window, and the current one, which stays in the page: it may have the focus. */
export function rowsInPage({ first, last }: RowWindow, count: number, current = -1): readonly number[] {
  const rows = Array.from({ length: last - first }, (_, i) => first + i)
  if (current < 0 || current >= count) return rows
  if (current < first) return [current, ...rows]
  return current < last ? rows : [...rows, current]
}

/** Where a list has to be scrolled so that a row is in sight; as little as possible, px. */
export function revealRow(index: number, scrollTop: number, height: number, rowHeight: number): number {
  return Math.max(Math.min(scrollTop, index * rowHeight), (index + 1) * rowHeight - height)
}
