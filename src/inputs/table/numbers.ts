/** Parses a cell as a number; NaN if it is not one. */
export type ReadNumber = (cell: string) => number

/** Markers for missing values: those of pandas and R, and the empty cell. */
export function isMissing(cell: string): boolean {
  return /^(|nan|na|n\/a|null|none|\?)$/i.test(cell.trim())
}

/** Decimal commas are recognised if the delimiter is not a comma and no cell of the first rows has a decimal point. */
export function createNumberReader(rows: readonly (readonly string[])[], delimiter: string): ReadNumber {
  const sample = rows.slice(0, 50).flat()
  const comma =
    delimiter !== ',' &&
    sample.some((cell) => /^\s*[-+]?\d+,\d+\s*$/.test(cell)) &&
    !sample.some((cell) => /^\s*[-+]?\d+\.\d+\s*$/.test(cell))
  return (cell) => {
    if (isMissing(cell)) return Number.NaN
    const text = cell.trim()
    if (/^true$/i.test(text)) return 1
    if (/^false$/i.test(text)) return 0
    return Number(comma ? text.replace(',', '.') : text)
  }
}
