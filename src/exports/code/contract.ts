import type { ColumnStatistics } from '../../base/model.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { CodeInput } from './input.ts'

export type Language = 'javascript' | 'python'

/** What the settings of a run do not hold. All may be left out; the code then has a place to fill in, and says so. */
export interface CodeOptions {
  /** The model's main file, as the program will find it: `model/model.json`. */
  readonly modelFile: string
  /** True when the graph has control flow or string tensors. */
  readonly asynchronous: boolean
  /** Statistics of columns that the model's metadata states, for the standardise step. */
  readonly columns: readonly ColumnStatistics[] | null
  /** What was typed, by input name. */
  readonly typed: Readonly<Record<string, string>>
}

export const noCodeOptions: CodeOptions = { modelFile: 'model.json', asynchronous: false, columns: null, typed: {} }

/** Lines of a function's body, and the names of the shared functions that they call. */
export interface Snippet {
  readonly lines: readonly string[]
  readonly uses?: readonly string[]
}

/** One step of a plan as lines of one language. */
export type StepWriter = (step: PlannedStep, input: CodeInput, options: CodeOptions) => Snippet
