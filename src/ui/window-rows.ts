export interface RowWindow {
  readonly first: number
  /** Exclusive. */
  readonly last: number
}

/** The rows that can be seen, and `overscan` more on each side, so that scrolling shows no gap. All sizes in px. */
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

/** Browsers cap the height of an element at about 17 to 33 million px; beyond this many rows a list is cut. */
export function mostRows(rowHeight: number): number {
  return Math.floor(15_000_000 / rowHeight)
}
