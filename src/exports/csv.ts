import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import type { Numbers, Scores } from '../base/interpretation.ts'
import { numberRow } from '../base/number-row.ts'
import { shownOf } from '../base/reading.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import { allScores, best, bestScores, className } from '../base/scores.ts'
import type { TensorValue } from '../base/tensor.ts'
import type { ExportKind } from './contract.ts'
import { csvLine } from './csv-text.ts'
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
  needs: null,
  statesModel: false,
  fits: ({ value }) => value.data.length <= longestCsv,
  make: async (result, options) => csvOf(result, outputAt(result, options.output)),
}

function csvOf(result: RunResult, output: OutputResult): string {
  const shown = shownOf(result, output)
  if (shown?.view === 'scores')
    return shown.data.rows === 1 ? scoreLines(shown.data, output.value) : batchLines(shown.data, output.value)
  if (shown?.view === 'numbers') return numberLines(shown.data, output.value)
  return elementLines(output)
}

function scoreLines(scores: Scores, value: TensorValue): string {
  const lines = bestScores(scores, value, 0, scores.classes).map(({ label, index, value: score }, rank) =>
    csvLine([rank + 1, index, label, score, value.data[index] ?? null]),
  )
  return csvLine(['rank', 'index', 'label', 'score', 'raw']) + lines.join('')
}

function batchLines(scores: Scores, value: TensorValue): string {
  const classes = Array.from({ length: scores.classes }, (_, index) => className(scores, 0, index))
  const lines = Array.from({ length: scores.rows }, (_, row) => {
    const all = allScores(scores, value, row)
    const [first = 0] = best(all, 1)
    return csvLine([row, className(scores, row, first), first, all[first] ?? null, ...Array.from(all)])
  })
  return csvLine(['row', 'label', 'index', 'score', ...classes]) + lines.join('')
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
