import { own } from './own.ts'
import type { Field, FieldValue } from './plan.ts'
import type { Interpretation, ViewId } from './readings/index.ts'
import type { Values } from './values.ts'

/** An applicable way to read outputs of a run, not decoded yet. */
export interface Candidate {
  /** Unique in its group: the view, followed by the output's name if the same view also reads another output. */
  readonly id: string
  readonly view: ViewId
  /** 0 (not at all) … 1. */
  readonly fit: number
  /** The reason for the fit, as a phrase: `the values of each row sum to 1`. */
  readonly reason: string
  /** Names of the outputs it reads; the first one is the output it describes. */
  readonly uses: readonly string[]
  /** Its options with their automatic values; the page draws a control for each. */
  readonly options: readonly Field[]
}

/** A candidate decoded with certain options. */
export interface Reading {
  /** `Candidate.id`. */
  readonly candidate: string
  /** `Candidate.uses`. */
  readonly uses: readonly string[]
  readonly reason: string
  /** The value of every option, by id. */
  readonly options: Values
  readonly interpretation: Interpretation
}

/** Outputs that are read together, and the ways to read them. */
export interface OutputGroup {
  /** Names of its outputs; the first one represents the group. */
  readonly outputs: readonly string[]
  /** Best first; never empty, because `tensor` fits every output. */
  readonly candidates: readonly Candidate[]
  /** True for the answers of a model: the best groups, and those that are named as answers. */
  readonly open: boolean
  /** The shown reading: the chosen candidate, or the best one with automatic options. */
  readonly shown: Reading
}

/** The user's choice of how to read a group of outputs. */
export interface ReadingChoice {
  /** `Candidate.id`; `null` for the best one. */
  readonly candidate: string | null
  /** Options that were set, by candidate; the others are automatic. */
  readonly options: Readonly<Record<string, Values>>
}

/** By the first output of a group. */
export type ReadingChoices = Readonly<Record<string, ReadingChoice>>

/** The chosen candidate and options, or the automatic ones. Raises an error if the group has no candidate. */
export function chosenOf(
  { outputs, candidates }: Pick<OutputGroup, 'outputs' | 'candidates'>,
  choices: ReadingChoices,
): { readonly candidate: Candidate; readonly options: Values } {
  const choice = own(choices, outputs[0] ?? '')
  const candidate = candidates.find(({ id }) => id === choice?.candidate) ?? candidates[0]
  if (candidate === undefined) throw new Error(`no kind fits ${outputs.join(', ')}`)
  return { candidate, options: { ...automaticOptions(candidate), ...own(choice?.options ?? {}, candidate.id) } }
}

/** The automatic options of a candidate. */
export function automaticOptions({ options }: Pick<Candidate, 'options'>): Values {
  return Object.fromEntries(options.map(({ id, value }): [string, FieldValue] => [id, value]))
}

export function candidateOf({ candidates }: OutputGroup, id: string): Candidate | undefined {
  return candidates.find((candidate) => candidate.id === id)
}

/** An option with its current value. */
export function withValue(field: Field, value: FieldValue | undefined): Field {
  return value === undefined ? field : ({ ...field, value } as Field)
}

/** The reading shown for an output; `null` for an output that only contributes to the reading of another. */
export function shownOf(
  { groups }: { readonly groups: readonly OutputGroup[] },
  { name }: { readonly name: string },
): Interpretation | null {
  return groups.find(({ shown }) => shown.uses[0] === name)?.shown.interpretation ?? null
}
