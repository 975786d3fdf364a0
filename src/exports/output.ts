import { EngineError } from '../base/errors.ts'
import type { OutputReading, OutputResult, RunResult } from '../base/run.ts'

/** The output at `index`. Raises `internal` if there is none. */
export function outputAt({ outputs }: RunResult, index: number): OutputResult {
  const output = outputs[index]
  if (output === undefined)
    throw new EngineError('internal', `Output ${index} was asked for; the result has ${outputs.length}.`)
  return output
}

/** The reading of one view, wherever it stands in the order. */
export function readingOf<V extends OutputReading['view']>(
  { readings }: OutputResult,
  view: V,
): Extract<OutputReading, { view: V }> | null {
  return readings.find((reading): reading is Extract<OutputReading, { view: V }> => reading.view === view) ?? null
}
