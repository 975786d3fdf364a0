import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { shownOf } from '../base/reading.ts'
import { type Interpretation, readingRow } from '../base/readings/index.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import { besideRows } from './beside-rows.ts'
import type { ExportKind } from './contract.ts'
import { csvLine } from './csv-text.ts'
import { outputAt } from './output.ts'

/** At one line per element, spreadsheets cannot open more than this. */
export const longestCsv = 1_048_575

/**
 * One output as the table that its reading makes of it, beside the columns of the table that fed the run; without a
 * reading, a line per element, with its indices.
 */
export const csv = {
  id: 'csv',
  label: 'CSV',
  about: '',
  whole: false,
  extension: 'csv',
  mime: 'text/csv',
  statesModel: false,
  fits: (output, result) => hasTable(shownOf(result, output)) || output.value.data.length <= longestCsv,
  make: async (result, options) => csvOf(result, outputAt(result, options.output)),
} as const satisfies ExportKind

function csvOf(result: RunResult, output: OutputResult): string {
  const shown = shownOf(result, output)
  const table = shown === null ? undefined : readingRow(shown).table?.(shown.data, output)
  if (table === undefined) return elementLines(output)
  const { titles, rows } = besideRows(table, result.table, output.name)
  const lines = [csvLine(titles)]
  for (const row of rows) lines.push(csvLine(row))
  return lines.join('')
}

function hasTable(shown: Interpretation | null): boolean {
  return shown !== null && readingRow(shown).table !== undefined
}

function elementLines({ name, shape, value, dtype }: OutputResult): string {
  const { data } = value
  if (data.length > longestCsv) {
    throw new EngineError(
      'known-but-unsupported',
      `A CSV file holds up to ${formatCount(longestCsv, 'element')}; output ${name} has ${formatCount(data.length)}.`,
      'Export it as .npy, which holds any number of them.',
    )
  }
  const parts = dtype === 'complex64' ? ['real', 'imaginary'] : ['value']
  const lines = [csvLine([...shape.map((_, axis) => `i${axis}`), ...parts])]
  const index = shape.map(() => 0)
  for (let i = 0; i < data.length; i += parts.length) {
    lines.push(csvLine([...index, ...parts.map((_, part) => data[i + part] ?? null)]))
    advance(index, shape)
  }
  return lines.join('')
}

/** Increments an index in row-major order. */
function advance(index: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1
    index[axis] = next === shape[axis] ? 0 : next
    if (next !== shape[axis]) return
  }
}
