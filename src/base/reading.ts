import type { Field, FieldValue } from './plan.ts'
import type { Interpretation, ViewId } from './readings/index.ts'
import type { Values } from './values.ts'

/** A way to read outputs of a run that was found to fit; nothing is decoded yet. */
export interface Candidate {
  /** Unique in its group: the view, with the output's name behind it where another output is read by the same view. */
  readonly id: string
  readonly view: ViewId
  /** 0 (not at all) … 1. */
  readonly fit: number
  /** Why it fits, as a phrase: `the values of each row sum to 1`. */
  readonly reason: string
  /** Names of the outputs it reads; the first one is the output that it says something about. */
  readonly uses: readonly string[]
  /** Its options with their automatic values, as controls that a page can draw. */
  readonly options: readonly Field[]
}

/** A candidate decoded with certain options. */
export interface Reading {
  /** `Candidate.id`. */
  readonly candidate: string
  /** `Candidate.uses`. */
  readonly uses: readonly string[]
  readonly reason: string
  /** Every option of the candidate by its id. */
  readonly options: Values
  readonly interpretation: Interpretation
}

/** Outputs that belong together, with the ways to read them. */
export interface OutputGroup {
  /** Names of its outputs; the first one stands for the group. */
  readonly outputs: readonly string[]
  /** Best first; never empty, since `tensor` fits every output. */
  readonly candidates: readonly Candidate[]
  /** The reading that is shown: at first the best candidate with automatic options. */
  readonly shown: Reading
}

/** The options of a candidate as they are chosen automatically. */
export function automaticOptions({ options }: Pick<Candidate, 'options'>): Values {
  return Object.fromEntries(options.map(({ id, value }): [string, FieldValue] => [id, value]))
}

/** The candidate with this id. */
export function candidateOf({ candidates }: OutputGroup, id: string): Candidate | undefined {
  return candidates.find((candidate) => candidate.id === id)
}

/** An option with the value that it has now. */
export function withValue(field: Field, value: FieldValue | undefined): Field {
  return value === undefined ? field : ({ ...field, value } as Field)
}

/** What is shown of an output; `null` for one that another output's reading only uses. */
export function shownOf(
  { groups }: { readonly groups: readonly OutputGroup[] },
  { name }: { readonly name: string },
): Interpretation | null {
  return groups.find(({ shown }) => shown.uses[0] === name)?.shown.interpretation ?? null
}
