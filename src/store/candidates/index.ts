import type { StepSetting } from '../../base/plan.ts'
import type { RunResult } from '../../base/run.ts'
import type { Candidate, Guess } from './guess.ts'
import { guessedPicture } from './picture.ts'
import { guessedTable } from './table.ts'

export type { Candidate, Guess } from './guess.ts'

/** What is guessed about the first input that is prepared by a guess; `null` if none is. */
export function guessOf({ settings }: RunResult): Guess | null {
  for (const input of settings.inputs) {
    const guess = guessedPicture(input) ?? guessedTable(input)
    if (guess !== null) return guess
  }
  return null
}

/** The settings of an input with those of a candidate on top. */
export function withCandidate(
  settings: readonly StepSetting[],
  { settings: chosen }: Pick<Candidate, 'settings'>,
): readonly StepSetting[] {
  const merged = chosen.map(({ id, values }) => ({
    id,
    values: { ...settings.find((each) => each.id === id)?.values, ...values },
  }))
  return [...settings.filter(({ id }) => !chosen.some((each) => each.id === id)), ...merged]
}
