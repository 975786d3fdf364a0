import type { OutputGroup } from '../base/reading.ts'
import { type Interpretation, readingRow } from '../base/readings/index.ts'
import type { OutputResult, RunResult } from '../base/run.ts'
import { plain } from './plain.ts'

/** Rows of a reading beyond these are left out; `outputs[].values` and the other exports have them. */
export const longestReading = 1000

/** The shown reading of each group of outputs, best group first. */
export function readingsOf({ groups, outputs }: Pick<RunResult, 'groups' | 'outputs'>) {
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

function recordOf(interpretation: Interpretation, output: OutputResult): unknown {
  const { record } = readingRow(interpretation)
  return record === undefined ? interpretation.data : record(interpretation.data, output, longestReading)
}
