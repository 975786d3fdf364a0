import type { LiveResult } from '../base/live.ts'
import type { Cell } from '../base/readings/contract.ts'
import { statisticsCells } from '../base/readings/contract.ts'
import { readingRow } from '../base/readings/index.ts'
import { csvLine } from './csv-text.ts'
import { plainFields } from './plain.ts'
import { readingsOf } from './readings.ts'

/** One live result, with its place in time. */
export interface LiveRecord {
  /** Counts from 1. */
  readonly frame: number
  /** Position in the video, or since the start, s. */
  readonly time: number
  readonly result: LiveResult
}

/** Results of a live source as lines of text, in the order of time. Nothing else of the results is kept. */
export class LiveRecords {
  readonly #csv: string[] = []
  readonly #json: string[] = []
  #titles = ''
  #bytes = 0
  #count = 0

  /** Number of results. */
  get count(): number {
    return this.#count
  }

  /** Size of the longer of the two files, about, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  add(record: LiveRecord): void {
    this.#count++
    const json = jsonLine(record)
    this.#json.push(json)
    this.#bytes += json.length
    const { titles, rows } = tableOf(record)
    const head = csvLine(['frame', 'time s', ...titles])
    // Another reading has other columns.
    if (head !== this.#titles) this.#csv.push(head)
    this.#titles = head
    for (const row of rows) this.#csv.push(csvLine([record.frame, record.time, ...row]))
  }

  /** One line per thing that was found; one with empty cells for a frame without any. */
  csv(): readonly string[] {
    return this.#csv
  }

  /** One JSON object per line and frame, with the shown reading of each group. */
  jsonl(): readonly string[] {
    return this.#json
  }
}

function jsonLine({ frame, time, result }: LiveRecord): string {
  const { run, readback } = result.ms
  const readings = readingsOf(result).map(({ view, outputs, data }) => ({
    view,
    outputs,
    data,
    ...cellsIn(result, outputs),
  }))
  return `${JSON.stringify({ ...plainFields({ frame, time, ms: run + readback }), readings })}\n`
}

/** The figures of a reading whose data do not hold them. */
function cellsIn(result: LiveResult, uses: readonly string[]): { readonly cells?: Readonly<Record<string, unknown>> } {
  const { groups, outputs } = result
  const group = groups.find(({ shown }) => shown.uses === uses)
  const output = outputs.find(({ name }) => name === uses[0])
  if (group === undefined || output === undefined) return {}
  const { interpretation } = group.shown
  const row = readingRow(interpretation)
  if (row.drawsValues !== true) return {}
  const cells = row.cells?.(interpretation.data, output) ?? statisticsCells(output.stats)
  return { cells: plainFields(Object.fromEntries(cells)) }
}

/** The things that the best group found, or else its figures in one row. */
function tableOf({ result: { groups, outputs } }: LiveRecord) {
  const shown = groups[0]?.shown
  const output = outputs.find(({ name }) => name === shown?.uses[0])
  if (shown === undefined || output === undefined) return { titles: [], rows: [[]] }
  const { data } = shown.interpretation
  const row = readingRow(shown.interpretation)
  if (row.listsThings && row.table !== undefined) {
    const { titles, rows } = row.table(data, output)
    const all = [...rows]
    return { titles, rows: all.length === 0 ? [titles.map((): Cell => null)] : all }
  }
  const cells = row.cells?.(data, output) ?? statisticsCells(output.stats)
  return { titles: cells.map(([title]) => title), rows: [cells.map(([, cell]) => cell)] }
}
