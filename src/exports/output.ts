import { EngineError } from '../base/errors.ts'
import type { OutputResult, RunResult } from '../base/run.ts'

/** The output at `index`. Raises `internal` if there is none. */
export function outputAt({ outputs }: RunResult, index: number): OutputResult {
  const output = outputs[index]
  if (output === undefined)
    throw new EngineError('internal', `Output ${index} was asked for; the result has ${outputs.length}.`)
  return output
}
