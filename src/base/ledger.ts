import type { StageFacts } from './stage-facts.ts'

/** The stages of the data, in order; used by the rail at the top of the page and the latency ledger. */
export const stageIds = [
  'files',
  'parse',
  'weights',
  'backend',
  'compile',
  'input',
  'run',
  'readback',
  'result',
] as const

export type StageId = (typeof stageIds)[number]

/** The cost of a stage. */
export interface StageCost {
  readonly id: StageId
  /** Wall time in ms; `null` if the stage has no time of its own. */
  readonly ms: number | null
  readonly bytes: number | null
}

/** The record of a stage in one run: its cost and its facts. The page turns the facts into sentences. */
export interface RecordOf<Id extends StageId> extends StageCost {
  readonly id: Id
  readonly facts: StageFacts[Id]
}

/** A union, discriminated by `id`. */
export type StageRecord = { readonly [Id in StageId]: RecordOf<Id> }[StageId]

export function stage<Id extends StageId>(
  id: Id,
  facts: StageFacts[Id],
  cost: { readonly ms?: number; readonly bytes?: number } = {},
): RecordOf<Id> {
  return { id, ms: null, bytes: null, ...cost, facts }
}

/** The record of one stage, or undefined if the ledger has none. */
export function recordOf<Id extends StageId>(
  ledger: readonly StageRecord[],
  id: Id,
): Extract<StageRecord, { readonly id: Id }> | undefined {
  return ledger.find((record): record is Extract<StageRecord, { readonly id: Id }> => record.id === id)
}

/**
 * Merges the ledgers of a load and a run, in stage order. If both have a stage, the run's record wins, unless only the
 * load timed it.
 */
export function composeLedger(load: readonly StageCost[], run: readonly StageCost[]): readonly StageCost[] {
  return stageIds.flatMap((id) => {
    const before = load.find((record) => record.id === id)
    const now = run.find((record) => record.id === id)
    if (now === undefined || (now.ms === null && before !== undefined && before.ms !== null)) return before ?? []
    return now
  })
}
