import type { Interpretation, ViewId } from '../base/interpretation.ts'
import { numberRow } from '../base/number-row.ts'
import type { OutputGroup } from '../base/reading.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import { scoresOfRow } from '../base/scores.ts'
import { plain } from './plain.ts'

/** Rows of a reading beyond these are left out; `outputs[].values` and the other exports have them. */
export const longestReading = 1000

type DataOf<V extends ViewId> = Extract<Interpretation, { view: V }>['data']

/** How the data of a view are written where they are not to be written as they are. */
const records: { readonly [V in ViewId]?: (data: DataOf<V>, output: OutputResult) => unknown } = {
  scores: (data) => ({
    classes: data.classes,
    applied: data.applied,
    labels: data.labelsSource,
    rows: rowsOf(data.rows, (row) => scoresOfRow(data, row)),
  }),
  numbers: (data, { value }) => ({
    labels: data.labels,
    rows: rowsOf(data.rows, (row) => numberRow(data, value, row)),
  }),
  text: ({ rows }) => ({ rows: rows.slice(0, longestReading) }),
}

/** The shown reading of each group of outputs, best group first. */
export function readingsOf({ groups, outputs }: RunResult) {
  return groups.map(({ shown }: OutputGroup) => {
    const { view } = shown.interpretation
    const output = outputs.find(({ name }) => name === shown.uses[0])
    return {
      view,
      outputs: shown.uses,
      reason: shown.reason,
      options: plain(shown.options),
      data: output === undefined ? {} : plain(recordOf(shown.interpretation, output)),
    }
  })
}

function recordOf<V extends ViewId>({ view, data }: { view: V; data: DataOf<V> }, output: OutputResult): unknown {
  const record: ((data: DataOf<V>, output: OutputResult) => unknown) | undefined = records[view]
  return record === undefined ? data : record(data, output)
}

function rowsOf<T>(count: number, row: (index: number) => T): readonly T[] {
  return Array.from({ length: Math.min(count, longestReading) }, (_, index) => row(index))
}
