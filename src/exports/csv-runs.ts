import type { Cell } from '../base/readings/contract.ts'
import type { RunRow } from '../base/run-row.ts'
import { csvLine } from './csv-text.ts'

/** One run of one input, such as an entry of the page's list of results. */
export interface RunLine {
  readonly label: string
  readonly row: RunRow | null
  readonly error: { readonly message: string } | null
}

/**
 * All runs as one table: one line per run with the file, the cells of each output, the time in ms and, for a run that failed,
 * the message. The columns follow the first run that has a result.
 */
export function csvOfRuns(entries: readonly RunLine[]): string {
  const outputs = entries.find(({ row }) => row !== null)?.row?.outputs ?? []
  const several = outputs.length > 1
  const columns = outputs.flatMap(({ name, cells }) => cells.map(([title]) => (several ? `${name}: ${title}` : title)))
  const lines = entries.map(({ label, row, error }) => {
    const cells = row?.outputs.flatMap((output) => output.cells.map(([, cell]) => cell)) ?? []
    return csvLine([
      label,
      ...fill(cells, columns.length),
      row?.backend ?? null,
      row?.ms ?? null,
      row?.endToEnd ?? null,
      error?.message ?? null,
    ])
  })
  return csvLine(['file', ...columns, 'backend', 'run ms', 'end to end ms', 'error']) + lines.join('')
}

/** Cuts or pads cells, since another model has other outputs; the last columns must keep their places. */
function fill(cells: readonly Cell[], length: number): readonly Cell[] {
  return Array.from({ length }, (_, i) => cells[i] ?? null)
}
