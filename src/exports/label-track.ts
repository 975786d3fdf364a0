import { readingRow } from '../base/readings/index.ts'
import type { RunResult } from '../base/run.ts'
import type { TimeSpan } from '../base/spans.ts'
import type { ExportKind } from './contract.ts'

/** What was heard, as a label track of Audacity: start, end and label, separated by tabs. */
export const labelTrack = {
  id: 'label-track',
  label: 'Labels with times',
  about: 'for Audacity',
  whole: true,
  extension: 'txt',
  mime: 'text/plain',
  statesModel: false,
  fits: (_output, result) => spansIn(result) !== null,
  make: async (result) => {
    const spans = spansIn(result) ?? []
    return spans.map(({ start, end, label }) => `${start.toFixed(6)}\t${end.toFixed(6)}\t${plain(label)}\n`).join('')
  },
} as const satisfies ExportKind

/** What the first reading over time says; `null` if none is shown. */
function spansIn({ groups }: RunResult): readonly TimeSpan[] | null {
  for (const { shown } of groups) {
    const spans = readingRow(shown.interpretation).spans?.(shown.interpretation.data)
    if (spans !== undefined) return spans
  }
  return null
}

/** A label may hold neither tabs nor line breaks. */
function plain(label: string): string {
  return label.replace(/\s+/g, ' ')
}
