import type { Field } from '../base/plan.ts'
import type { Values } from '../base/values.ts'
import type { InputValue } from './input-value.ts'
import type { Job } from './job.ts'

/** Options with the reason for them, as a phrase without a full stop. */
export interface Choice {
  readonly values: Values
  readonly reason: string
}

/** One preprocessing step. All functions are pure but for `job.facts`, which a step may add to. */
export interface Step<M extends InputValue = InputValue> {
  /** Stable: saved settings and the exported code refer to it. */
  readonly id: string
  readonly label: string
  /** Whether the step has anything to do with what has arrived. */
  applies(inputValue: InputValue, job: Job): inputValue is M
  /** The options chosen when nobody says otherwise. Every option has a value here; it is the schema of what can be set. */
  auto(inputValue: M, job: Job): Choice
  /** Options that a settings file may set though the page offers no field for them. */
  readonly hidden?: readonly string[]
  /** The options the page offers, with these values. */
  fields(values: Values, inputValue: M, job: Job): readonly Field[]
  /** Raises `input-shape`, `input-dtype`, `cancelled`. May write into the data it was given: nothing else holds it. */
  apply(inputValue: M, values: Values, job: Job): InputValue | Promise<InputValue>
  /** What it did, in a few words; asked after `apply`. */
  summary(values: Values, inputValue: M, job: Job): string
}
