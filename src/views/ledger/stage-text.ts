import type { RecordOf, StageId } from '../../base/ledger.ts'

/** One figure of a stage, with its unit. */
export interface StageRow {
  readonly label: string
  readonly value: string
}

/** The texts for one stage. All functions are pure and take a record as sent by the worker. */
export interface StageText<Id extends StageId> {
  readonly label: string
  /** The purpose of the stage, for new users. */
  readonly about: string
  /** Labels for the record's time and bytes, if `Time` and `Data` are too vague. */
  readonly time?: string
  readonly bytes?: string
  /** The events of the stage, in full sentences. */
  sentences(record: RecordOf<Id>): readonly string[]
  /** Figures in addition to time and bytes. */
  rows(record: RecordOf<Id>): readonly StageRow[]
  /** The figure shown in the rail instead of the time; `null` for the time. */
  readonly figure?: (record: RecordOf<Id>) => string | null
}
