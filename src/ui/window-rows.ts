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
