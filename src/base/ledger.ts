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

/** One figure of a stage's inspector, already with its unit. */
export interface Fact {
  readonly label: string
  readonly value: string
}

/** What a stage did in this very run. */
export interface StageRecord {
  readonly id: StageId
  /** Wall time in ms; `null` when the stage has no time of its own. */
  readonly ms: number | null
  readonly bytes: number | null
  /** What the rail shows in place of the time, where there is something better: `Wasm`, `tabby cat 91 %`. */
  readonly value: string | null
  /** What happened, in plain words with the figures of this run: what was read, checked, chosen, and why. */
  readonly story: readonly string[]
  readonly facts: readonly Fact[]
}

export function stage(id: StageId, part: Partial<Omit<StageRecord, 'id'>>): StageRecord {
  return { id, ms: null, bytes: null, value: null, story: [], facts: [], ...part }
}

/** The stages of a load and of a run as one ledger, in the order of the data. A stage in both is the run's, unless only the load timed it. */
export function composeLedger(load: readonly StageRecord[], run: readonly StageRecord[]): readonly StageRecord[] {
  return stageIds.flatMap((id) => {
    const before = load.find((record) => record.id === id)
    const now = run.find((record) => record.id === id)
    if (now === undefined || (now.ms === null && before !== undefined && before.ms !== null)) return before ?? []
    return now
  })
}
