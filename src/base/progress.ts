import type { StageId } from './ledger.ts'

/** How far a stage has come. `total` is `null` while unknown; the unit is bytes for files and weights, steps otherwise. */
export interface Progress {
  readonly stage: StageId
  readonly done: number
  readonly total: number | null
  /** What is happening now, as a short phrase: `reading group1-shard2of4.bin`. */
  readonly note: string
}

export type OnProgress = (progress: Progress) => void
