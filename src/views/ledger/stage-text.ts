import type { RecordOf, StageId } from '../../base/ledger.ts'

/** One figure of a stage, with its unit. */
export interface StageRow {
  readonly label: string
  readonly value: string
}

/** The words for one stage. Every function is pure and takes a record as it crossed the wire. */
export interface StageText<Id extends StageId> {
  readonly label: string
  /** What the stage is for, for someone who sees it for the first time. */
  readonly about: string
  /** What the record's time and bytes are called, where `Time` and `Data` say too little. */
  readonly time?: string
  readonly bytes?: string
  /** What happened, in full sentences. */
  sentences(record: RecordOf<Id>): readonly string[]
  /** The figures besides time and bytes. */
  rows(record: RecordOf<Id>): readonly StageRow[]
  /** What the rail shows in place of the time; `null` to show the time. */
  readonly figure?: (record: RecordOf<Id>) => string | null
}
