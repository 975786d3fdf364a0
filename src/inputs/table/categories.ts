import { featureName } from '../../base/columns.ts'
import type { Column } from '../input-value.ts'

/** The distinct cells of a text column: in the given order if it lists them all, else sorted, as in scikit-learn and pandas. */
export function categoriesOf(column: Column, rows: number, order: readonly string[] = []): readonly string[] {
  const found = new Set<string>()
  for (let row = 0; row < rows; row++) found.add(column.text(row).trim())
  found.delete('')
  const distinct = [...found].sort()
  return distinct.every((cell) => order.includes(cell)) ? order : distinct
}

/** The index of each cell's category; NaN for empty cells. */
export function encoded(column: Column, rows: number, order: readonly string[]): Float64Array<ArrayBuffer> {
  const index = new Map(categoriesOf(column, rows, order).map((category, i) => [category, i]))
  return Float64Array.from({ length: rows }, (_, row) => index.get(column.text(row).trim()) ?? Number.NaN)
}

/** One column of 0 and 1 per category. */
export function oneHot(column: Column, rows: number, order: readonly string[]): readonly Column[] {
  return categoriesOf(column, rows, order).map((category) => ({
    name: featureName(column.name, category),
    type: 'number',
    numbers: Float64Array.from({ length: rows }, (_, row) => Number(column.text(row).trim() === category)),
    text: (row) => String(Number(column.text(row).trim() === category)),
  }))
}
