import type { StageId } from './ledger.ts'

/** Progress of a stage. `total` is `null` if unknown; the unit is bytes for files and weights, steps otherwise. */
export interface Progress {
  readonly stage: StageId
  readonly done: number
  readonly total: number | null
  /** The current activity, as a short phrase: `reading group1-shard2of4.bin`. */
  readonly note: string
}

export type OnProgress = (progress: Progress) => void
