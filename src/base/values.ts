import { EngineError } from './errors.ts'
import type { FieldValue } from './plan.ts'

/** The options of a preprocessing step or a reading, by field id. */
export type Values = Readonly<Record<string, FieldValue>>

function wrong(id: string): EngineError {
  return new EngineError('internal', `The option "${id}" is missing or of the wrong type.`)
}

export function choiceOf(values: Values, id: string): string {
  const value = values[id]
  if (typeof value !== 'string') throw wrong(id)
  return value
}

export function numberOf(values: Values, id: string): number {
  const value = values[id]
  if (typeof value !== 'number') throw wrong(id)
  return value
}

export function switchOf(values: Values, id: string): boolean {
  const value = values[id]
  if (typeof value !== 'boolean') throw wrong(id)
  return value
}

export function numbersOf(values: Values, id: string): readonly number[] {
  const value = values[id]
  if (typeof value !== 'object') throw wrong(id)
  return value
}
