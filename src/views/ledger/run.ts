import { formatBytes, formatCount } from '../../base/format.ts'
import { rungLabels, rungRows } from '../../base/ladder.ts'
import type { RunFacts } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

export const run: StageText<'run'> = {
  label: 'Run',
  about: 'Executes the model’s operations.',
  sentences: ({ facts }) => [
    `${operationsText(facts)} on ${rungLabels[facts.rung]}, ${facts.asynchronous ? 'asynchronously, because the graph contains control flow or string tensors' : 'in one synchronous pass'}.`,
    ...(rungRows[facts.rung].gpu
      ? ['On a GPU this is the time to submit the work; waiting for it is part of the read-back.']
      : []),
    ...(facts.first
      ? ['This was the first run with these shapes; later runs are usually faster. Run ×N measures them.']
      : []),
  ],
  rows: ({ facts: { memory } }) => [
    { label: 'Memory held', value: memory === null ? 'not reported by this backend' : formatBytes(memory) },
  ],
}

/** `68 operations run (155 as read)`; a single number if they are equal. */
function operationsText({ operations: { read, run } }: RunFacts): string {
  const text = `${formatCount(run, 'operation')} run`
  return read === run ? text : `${text} (${formatCount(read)} as read)`
}
