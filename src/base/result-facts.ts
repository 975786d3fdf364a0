import { headlineOf } from './headline.ts'
import type { RunResult } from './run.ts'
import type { ResultFacts } from './stage-facts.ts'

/** Facts about a result with its current readings. */
export function resultFacts({ groups, outputs }: Pick<RunResult, 'groups' | 'outputs'>): ResultFacts {
  return {
    headline: headlineOf({ groups, outputs }),
    groups: groups.map(({ outputs: names, shown: { reason, interpretation } }) => ({
      outputs: names,
      view: interpretation.view,
      reason,
      note: 'note' in interpretation.data ? interpretation.data.note : '',
    })),
    outputs: outputs.map(({ name, stats: { nan, inf } }) => ({ name, nan, inf })),
  }
}
