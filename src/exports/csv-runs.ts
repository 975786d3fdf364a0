import type { Cell, Cells } from '../base/readings/contract.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import { cellsOf } from '../base/run-row.ts'
import { csvLine } from './csv-text.ts'

/** What was run on one input; an entry of the page's list of results is one. */
export interface RunRow {
  readonly label: string
  readonly result: RunResult | null
  readonly error: { readonly message: string } | null
}

/**
 * All runs as one table: one line per run with the file, the columns of each output (best class and its score, or the
 * numbers, or the first string; the statistics of any other tensor), the time in ms and, for a run that failed, the message.
 * The columns follow the first run that has a result; a batch contributes its first element.
 */
export function csvOfRuns(entries: readonly RunRow[]): string {
  const first = entries.find(({ result }) => result !== null)?.result ?? null
  const outputs = first?.outputs ?? []
  const several = outputs.length > 1
  const columns = outputs.flatMap((output) =>
    columnsOf(first, output).map(([title]) => (several ? `${output.name}: ${title}` : title)),
  )
  const lines = entries.map(({ label, result, error }) => {
    const cells =
      result === null
        ? columns.map(() => null)
        : result.outputs.flatMap((output) => columnsOf(result, output).map(([, cell]) => cell))
    return csvLine([
      label,
      ...fill(cells, columns.length),
      result?.settings.backend.id ?? null,
      result?.ms ?? null,
      result?.endToEnd ?? null,
      error?.message ?? null,
    ])
  })
  return csvLine(['file', ...columns, 'backend', 'run ms', 'end to end ms', 'error']) + lines.join('')
}

function columnsOf(result: RunResult | null, output: OutputResult): Cells {
  return result === null ? [] : cellsOf(result, output)
}

/** Outputs of another model make other columns: cut or padded, so that the last ones stay in their place. */
function fill(cells: readonly Cell[], length: number): readonly Cell[] {
  return Array.from({ length }, (_, i) => cells[i] ?? null)
}
