import Papa from 'papaparse'
import type { Column, TableValue } from '../input-value.ts'
import { headerOf } from './header.ts'
import { createNumberReader, isMissing, type ReadNumber } from './numbers.ts'

export interface TableOptions {
  /** `auto`: decided from the first line. */
  readonly header: 'auto' | 'yes' | 'no'
  /** `auto`, or a delimiter. */
  readonly delimiter: string
}

export interface ParsedTable {
  readonly table: TableValue
  readonly delimiter: string
  readonly header: boolean
  /** Number of lines skipped before the header or the data. */
  readonly skipped: number
  /** Rows with fewer or more cells than the others; missing cells are empty, extra ones are dropped. */
  readonly ragged: number
}

/** Parses CSV, TSV and similar formats (RFC 4180 quoting, including quoted newlines); skips blank lines. */
export function parseTable(text: string, options: TableOptions): ParsedTable {
  const delimiter = options.delimiter === 'auto' ? '' : options.delimiter
  const parsed = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { delimiter, skipEmptyLines: 'greedy' })
  const lines = blanksJoined(parsed.data, parsed.meta.delimiter)
  const width = usualWidth(lines)
  const { header, skipped } = headerOf(lines, width, options.header)
  const rows = lines.slice(skipped + (header === null ? 0 : 1))
  const read = createNumberReader(rows, parsed.meta.delimiter)
  const names = namesFor(header, width)
  const columns = names.map((name, c) => column(name, rows, c, read))
  return {
    table: { type: 'table', rows: rows.length, columns: withoutIndex(columns, rows.length) },
    delimiter: parsed.meta.delimiter,
    header: header !== null,
    skipped,
    ragged: rows.filter((row) => row.length !== width).length,
  }
}

/** Tables aligned with runs of spaces have empty cells between the values, and often before the first. */
function blanksJoined(rows: readonly string[][], delimiter: string): readonly string[][] {
  const one = rows.every((row) => row.length === 1)
  const blanks =
    one && rows.every(([cell]) => cell !== undefined && /^\s*[-+.\d][\w.+-]*(\s+[-+.\d][\w.+-]*)+\s*$/.test(cell))
  if (blanks) return rows.map(([cell = '']) => cell.trim().split(/\s+/))
  return delimiter === ' ' ? rows.map((row) => row.filter((cell) => cell !== '')) : rows
}

/** The most frequent number of cells in the first 200 lines. */
function usualWidth(lines: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const line of lines.slice(0, 200)) counts.set(line.length, (counts.get(line.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function namesFor(header: readonly string[] | null, width: number): readonly string[] {
  return Array.from({ length: width }, (_, i) => {
    const name = header?.[i]?.trim() ?? ''
    return name === '' ? `column ${i + 1}` : name
  })
}

function column(name: string, rows: readonly (readonly string[])[], index: number, read: ReadNumber): Column {
  const numbers = new Float64Array(rows.length)
  let filled = 0
  let text = 0
  rows.forEach((row, i) => {
    const cell = row[index] ?? ''
    const value = read(cell)
    numbers[i] = value
    if (isMissing(cell)) return
    filled++
    if (Number.isNaN(value)) text++
  })
  const type = filled === 0 ? 'empty' : text > 0 ? 'text' : 'number'
  return { name, type, numbers, text: (row) => rows[row]?.[index] ?? '' }
}

/** pandas writes row numbers as a first column without a name. */
function withoutIndex(columns: readonly Column[], rows: number): readonly Column[] {
  const [first, ...rest] = columns
  if (first === undefined || rest.length === 0 || rows < 2 || !/^(column 1|Unnamed: 0)$/.test(first.name))
    return columns
  const named = rest.some(({ name }, i) => name !== `column ${i + 2}`)
  return named && first.numbers.every((value, i) => value === i) ? rest : columns
}
