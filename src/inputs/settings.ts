import type { Certainty } from '../base/clue.ts'
import { colourOf } from '../base/colour.ts'
import type { Field, FieldValue, PlannedStep, StepSetting } from '../base/plan.ts'
import type { Values } from '../base/values.ts'
import type { Job } from './job.ts'
import type { Choice } from './step.ts'

export interface Decision {
  readonly values: Values
  readonly reason: string
  readonly certainty: Certainty
  readonly chosenBy: PlannedStep['chosenBy']
}

/**
 * The automatic values of one step, overridden by saved settings and then by the user's. Invalid settings (an unknown
 * option, a wrong type, a number out of range) are ignored and recorded in `facts.ignored`.
 */
export function decide(
  id: string,
  automatic: Choice,
  fieldsOf: (values: Values) => readonly Field[],
  job: Job,
  hidden: readonly string[] = [],
): Decision {
  let decision: Decision = { certainty: 'certain', ...automatic, chosenBy: 'automatic' }
  const layers = [
    { from: job.saved, chosenBy: 'saved', reason: 'set in the saved settings' },
    { from: job.person, chosenBy: 'person', reason: 'you set it' },
  ] as const
  for (const { from, chosenBy, reason } of layers) {
    const setting = from.find((item) => item.id === id)
    if (setting === undefined) continue
    const accepted = fitting(setting, { schema: automatic.values, base: decision.values, fieldsOf, hidden }, job)
    if (Object.keys(accepted).length > 0) {
      decision = { values: { ...decision.values, ...accepted }, reason, certainty: 'certain', chosenBy }
    }
  }
  return decision
}

interface Rules {
  readonly schema: Values
  readonly base: Values
  readonly fieldsOf: (values: Values) => readonly Field[]
  readonly hidden: readonly string[]
}

function fitting({ id, values }: StepSetting, { schema, base, fieldsOf, hidden }: Rules, job: Job): Values {
  const typed: Record<string, FieldValue> = {}
  const ignore = (key: string, value: FieldValue): void => {
    job.facts.ignored.push(`${id}.${key} = ${JSON.stringify(value)}`)
  }
  for (const [key, value] of Object.entries(values)) {
    // Settings are shared by all files, so options that do not apply to this file or shape are not an error.
    if (!Object.hasOwn(schema, key)) continue
    if (sameType(schema[key], value)) typed[key] = value
    else ignore(key, value)
  }
  const accepted: Record<string, FieldValue> = {}
  for (const key of hidden) if (typed[key] !== undefined) accepted[key] = typed[key]
  for (const field of fieldsOf({ ...base, ...typed })) {
    const value = typed[field.id]
    if (value === undefined) continue
    if (allowed(field, value)) accepted[field.id] = value
    else ignore(field.id, value)
  }
  return accepted
}

function sameType(schema: FieldValue | undefined, value: FieldValue): boolean {
  if (Array.isArray(schema))
    return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item))
  return typeof value === typeof schema
}

function allowed(field: Field, value: FieldValue): boolean {
  if (field.type === 'choice') return field.options.some(({ id }) => id === value)
  if (field.type === 'colour') return typeof value === 'string' && colourOf(value) !== null
  if (field.type === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value) || (field.integer && !Number.isInteger(value)))
      return false
    return value >= (field.min ?? Number.NEGATIVE_INFINITY) && value <= (field.max ?? Number.POSITIVE_INFINITY)
  }
  if (field.type === 'columns') {
    return (
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((item) => Number.isInteger(item) && item >= 0 && item < field.options.length)
    )
  }
  return true
}
