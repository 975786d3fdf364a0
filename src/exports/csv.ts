import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { numberRow } from '../base/number-row.ts'
import type { Numbers, OutputResult, Scores } from '../base/run.ts'
import type { TensorValue } from '../base/tensor.ts'
import type { ExportKind } from './contract.ts'
import { type Cell, csvLine } from './csv-text.ts'
import { outputAt } from './output.ts'

/** At one line per element, spreadsheets cannot open more than this. */
export const longestCsv = 1_048_575

/**
 * One output as a table, depending on how it is read: scores of one row as one line per class, best first, with the raw
 * value; batched scores and numbers as one line per batch element; any other tensor as one line per element, with its
 * indices.
 */
export const csv: ExportKind = {
  id: 'csv',
  label: 'CSV',
  extension: 'csv',
  mime: 'text/csv',
  fits: ({ value }) => value.data.length <= longestCsv,
  make: async (result, options) => csvOf(outputAt(result, options.output)),
}

function csvOf(output: OutputResult): string {
  const reading = output.readings[0]
  if (reading?.view === 'scores')
    return reading.data.rows.length === 1 ? scoreLines(reading.data, output.value) : batchLines(reading.data)
  if (reading?.view === 'numbers') return numberLines(reading.data, output.value)
  return elementLines(output)
}

function scoreLines({ rows }: Scores, { data }: TensorValue): string {
  const lines =
    rows[0]?.top.map(({ label, index, value }, rank) =>
      csvLine([rank + 1, index, label, value, data[index] ?? null]),
    ) ?? []
  return csvLine(['rank', 'index', 'label', 'score', 'raw']) + lines.join('')
}

function batchLines({ rows }: Scores): string {
  const byIndex = rows.map(({ top }) => [...top].sort((a, b) => a.index - b.index))
  const header: Cell[] = ['row', 'label', 'index', 'score', ...(byIndex[0]?.map(({ label }) => label) ?? [])]
  const lines = rows.map(({ top }, row) => {
    const best = top[0]
    return csvLine([
      row,
      best?.label ?? '',
      best?.index ?? null,
      best?.value ?? null,
      ...(byIndex[row]?.map(({ value }) => value) ?? []),
    ])
  })
  return csvLine(header) + lines.join('')
}

function numberLines(reading: Numbers, value: TensorValue): string {
  const lines = [csvLine(['row', ...reading.labels])]
  for (let row = 0; row < reading.rows; row++) lines.push(csvLine([row, ...numberRow(reading, value, row)]))
  return lines.join('')
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
