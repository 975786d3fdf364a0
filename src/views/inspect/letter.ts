/** What marks a pass in the drawing, by its position in the report: `a`, `b` … `z`, `aa`; empty for `null`. */
export function letterOf(index: number | null): string {
  if (index === null) return ''
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last
}
