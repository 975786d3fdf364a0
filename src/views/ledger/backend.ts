import { formatDuration } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { ExecutionDetail, OperationCount } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

/** Maximum number of ops listed before `and 3 more`. */
const listedOperations = 6

export const backend: StageText<'backend'> = {
  label: 'Backend',
  about: 'Tests the backends that this device offers and starts the best one.',
  time: 'Start and self-test',
  sentences: ({ facts }) => [
    ...facts.ladder.map(({ id, reason }) => `${rungLabels[id]}: ${reason}.`),
    ...facts.details.map(detailSentence),
  ],
  rows: ({ facts: { rung, ladder, buildMs } }) => [
    { label: 'In use', value: rungLabels[rung] },
    { label: 'Device', value: ladder.find(({ id }) => id === rung)?.device || 'not stated' },
    { label: 'Model built in', value: formatDuration(buildMs) },
  ],
  figure: ({ facts }) => rungLabels[facts.rung],
}

function detailSentence(detail: ExecutionDetail): string {
  switch (detail.code) {
    case 'asynchronous':
      return `Runs asynchronously because the graph contains ${operationList(detail.operations)}.`
    case 'packs-weights':
      return 'The first run packs the weights of convolutions and matrix products for the processor; later runs reuse them.'
  }
}

/** `StatelessWhile (1), Where (4)`, truncated. */
function operationList(operations: readonly OperationCount[]): string {
  const listed = operations.slice(0, listedOperations).map(({ op, count }) => `${op} (${count})`)
  const more = operations.length - listed.length
  return more > 0 ? `${listed.join(', ')} and ${more} more` : listed.join(', ')
}
