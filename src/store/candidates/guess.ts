import type { PlannedStep, StepSetting } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'

/** A way to prepare an input that nothing in the model rules out. */
export interface Candidate {
  readonly id: number
  /** `−1…1`; `length, weight`. */
  readonly way: string
  /** The other guesses: `BGR, centre crop`. */
  readonly details: string
  /** Settings of the steps that are guessed. */
  readonly settings: readonly StepSetting[]
  /** Whether the result was made so. */
  readonly current: boolean
}

/** The guess behind a result: the input and what is guessed about it. */
export interface Guess {
  readonly input: string
  /** `Scale guessed`. */
  readonly title: string
  readonly reason: string
  /** What the candidates prepare: `picture`. */
  readonly subject: string
  /** Headings of `way`, `details` and the answer. */
  readonly columns: readonly [string, string, string]
  readonly candidates: readonly Candidate[]
}

export function stepOf({ plan }: RunInput, id: string): PlannedStep | undefined {
  return plan.find((step) => step.id === id)
}
