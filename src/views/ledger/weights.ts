import { formatBytes, formatCount } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { StageText } from './stage-text.ts'

export const weights: StageText<'weights'> = {
  label: 'Weights',
  about: 'Reads the weights, tensor by tensor, and passes them to the backend.',
  bytes: 'Bytes in files',
  sentences: ({ bytes, facts }) => [
    `Read ${formatCount(facts.tensors, 'tensor')}, ${formatBytes(bytes ?? 0)}, one at a time from ${formatCount(facts.files, 'file')} for the ${rungLabels[facts.rung]} backend. Files are never joined in memory.`,
    facts.quantisation === ''
      ? 'The weights are not quantised.'
      : `The weights are stored as ${facts.quantisation} and expanded to 32 bits when read.`,
    ...facts.warnings,
  ],
  rows: ({ ms, bytes, facts }) => [
    { label: 'Tensors', value: formatCount(facts.tensors) },
    { label: 'Rate', value: `${formatBytes(rate(bytes ?? 0, ms ?? 0))}/s` },
  ],
}

/** Bytes per second; 0 if no time was measured. */
function rate(bytes: number, ms: number): number {
  return ms > 0 ? bytes / (ms / 1000) : 0
}
