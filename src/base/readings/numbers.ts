import { type Numbers, numberRow } from '../number-row.ts'
import type { ReadingRow } from './contract.ts'

/** Maximum number of values in a headline. */
const maxNumbers = 3

/** One or a few numbers per batch element. */
export const numbers: ReadingRow<Numbers> = {
  drawsValues: true,

  batch: ({ rows }) => rows,
  headline: (data, { value }) => {
    const row = numberRow(data, value, 0)
    return { kind: 'numbers', values: row.slice(0, maxNumbers), count: row.length }
  },
  cells: (data, { value }) => numberRow(data, value, 0).map((number, i) => [data.labels[i] ?? '', number]),
  table: (data, { value }) => ({
    isPerRow: true,
    titles: ['row', ...data.labels],
    rows: Array.from({ length: data.rows }, (_, row) => [row, ...numberRow(data, value, row)]),
  }),
  record: (data, { value }, maxLength) => ({
    labels: data.labels,
    rows: Array.from({ length: Math.min(data.rows, maxLength) }, (_, row) => numberRow(data, value, row)),
  }),
}
