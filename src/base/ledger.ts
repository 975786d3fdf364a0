import type { StageFacts } from './stage-facts.ts'

/** The way of the data, in order: the rail on top of the page, and the latency ledger. */
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

/** What a stage cost. */
export interface StageCost {
  readonly id: StageId
  /** Wall time in ms; `null` when the stage has no time of its own. */
  readonly ms: number | null
  readonly bytes: number | null
}

/** What a stage did in this very run: its cost and its facts, from which the page makes the sentences. */
export interface RecordOf<Id extends StageId> extends StageCost {
  readonly id: Id
  readonly facts: StageFacts[Id]
}

/** Told apart by `id`. */
export type StageRecord = { readonly [Id in StageId]: RecordOf<Id> }[StageId]

export function stage<Id extends StageId>(
  id: Id,
  facts: StageFacts[Id],
  cost: { readonly ms?: number; readonly bytes?: number } = {},
): RecordOf<Id> {
  return { id, ms: null, bytes: null, ...cost, facts }
}

/** The record of one stage, where the ledger has it. */
export function recordOf<Id extends StageId>(
  ledger: readonly StageRecord[],
  id: Id,
): Extract<StageRecord, { readonly id: Id }> | undefined {
  return ledger.find((record): record is Extract<StageRecord, { readonly id: Id }> => record.id === id)
}

/** The costs of a load and of a run as one ledger, in the order of the data. A stage in both is the run's, unless only the load timed it. */
export function composeLedger(load: readonly StageCost[], run: readonly StageCost[]): readonly StageCost[] {
  return stageIds.flatMap((id) => {
    const before = load.find((record) => record.id === id)
    const now = run.find((record) => record.id === id)
    if (now === undefined || (now.ms === null && before !== undefined && before.ms !== null)) return before ?? []
    return now
  })
}
