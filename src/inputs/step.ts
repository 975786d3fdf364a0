import type { Certainty } from '../base/clue.ts'
import type { Field } from '../base/plan.ts'
import type { Values } from '../base/values.ts'
import type { InputValue } from './input-value.ts'
import type { Job } from './job.ts'

/** Options and the reason for them, a phrase without a full stop. */
export interface Choice {
  readonly values: Values
  readonly reason: string
  /** Absent: certain, because nothing was inferred. */
  readonly certainty?: Certainty
}

/** A preprocessing step. All functions are pure, except that a step may add to `job.facts`. */
export interface Step<M extends InputValue = InputValue> {
  /** Stable: saved settings and exported code refer to it. */
  readonly id: string
  readonly label: string
  /** Whether the step applies to this value. */
  applies(inputValue: InputValue, job: Job): inputValue is M
  /** The default options. Every option has a value here, so this is also the schema of the options. */
  auto(inputValue: M, job: Job): Choice
  /** Options that only a settings file can set; the page has no field for them. */
  readonly hidden?: readonly string[]
  /** The controls on the page, with these values. */
  fields(values: Values, inputValue: M, job: Job): readonly Field[]
  /**
   * Raises `input-shape`, `input-dtype`, `cancelled`. May modify the data it is given, because it is the only owner.
   */
  apply(inputValue: M, values: Values, job: Job): InputValue | Promise<InputValue>
  /** What the step did, in a few words; called after `apply`. */
  summary(values: Values, inputValue: M, job: Job): string
}
