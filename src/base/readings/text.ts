import { cut } from '../format.ts'
import type { ReadingRow } from './contract.ts'

export interface Texts {
  readonly rows: readonly string[]
}

/** Strings. */
export const text: ReadingRow<Texts> = {
  headline: ({ rows }) => ({ kind: 'text', text: cut(rows[0] ?? '') }),
  cells: (_data, { name, value }) => [[name, String(value.data[0] ?? '')]],
  record: ({ rows }, _output, maxLength) => ({ rows: rows.slice(0, maxLength) }),
}
