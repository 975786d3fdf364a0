import { formatBytes, formatDuration } from '../../base/format.ts'
import type { RecordOf, StageId } from '../../base/ledger.ts'
import type { StageRow } from './stage-text.ts'
import { stages } from './stages.ts'

export function labelOf(id: StageId): string {
  return stages[id].label
}

export function aboutOf(id: StageId): string {
  return stages[id].about
}

/** The events of a stage, in full sentences. */
export function sentencesOf<Id extends StageId>(record: RecordOf<Id>): readonly string[] {
  return stages[record.id].sentences(record)
}

/** The figures of a stage: time and bytes if it has them, then its own. */
export function rowsOf<Id extends StageId>(record: RecordOf<Id>): readonly StageRow[] {
  const { time = 'Time', bytes = 'Data' } = stages[record.id]
  return [
    ...(record.ms === null ? [] : [{ label: time, value: formatDuration(record.ms) }]),
    ...(record.bytes === null ? [] : [{ label: bytes, value: formatBytes(record.bytes) }]),
    ...stages[record.id].rows(record),
  ]
}

/** The figure shown in the rail: `Wasm`, `tabby cat 91 %`, else the time; a dash if there is neither. */
export function figureOf<Id extends StageId>(record: RecordOf<Id>): string {
  return stages[record.id].figure?.(record) ?? (record.ms === null ? '–' : formatDuration(record.ms))
}
