import { cut } from '../format.ts'
import type { ReadingRow } from './contract.ts'

export interface Texts {
  readonly rows: readonly string[]
}

/** The most characters that a cell of a spreadsheet holds. */
const longestCell = 32_767

/** Strings. */
export const text: ReadingRow<Texts> = {
  batch: ({ rows }) => rows.length,
  headline: ({ rows }) => ({ kind: 'text', text: cut(rows[0] ?? '') }),
  cells: (_data, { name, value }) => [[name, cut(String(value.data[0] ?? ''), longestCell)]],
  record: ({ rows }, _output, maxLength) => ({ rows: rows.slice(0, maxLength) }),
}
