import type { ColumnStatistics, FormatUse } from '../../base/model.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { CodeInput } from './input.ts'
import type { ShownScores } from './scores.ts'

export type Language = 'javascript' | 'python'

/** Details that run settings lack. All are optional; without them, the code has a marked place to fill in. */
export interface CodeOptions {
  /** The model's main file, as the program will find it: `model/model.json`. */
  readonly modelFile: string
  /** How other programs read its format. */
  readonly use: FormatUse
  /** True if the graph has control flow or string tensors. */
  readonly asynchronous: boolean
  /** Column statistics from the model's metadata, for the standardise step. */
  readonly columns: readonly ColumnStatistics[] | null
  /** Typed text, by input name. */
  readonly typed: Readonly<Record<string, string>>
  /** The outputs that the page shows as class scores. */
  readonly scores: readonly ShownScores[]
}

export const noCodeOptions: CodeOptions = {
  modelFile: 'model.json',
  use: { files: 'TensorFlow.js files', loader: 'loadGraphModel' },
  asynchronous: false,
  columns: null,
  typed: {},
  scores: [],
}

/** Lines of a function's body, and the shared functions that they call. */
export interface Snippet {
  readonly lines: readonly string[]
  readonly uses?: readonly string[]
}

/** One step of a plan as code in one language. */
export type StepWriter = (step: PlannedStep, input: CodeInput, options: CodeOptions) => Snippet
