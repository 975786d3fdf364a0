import { headlineOf } from './headline.ts'
import type { RunResult } from './run.ts'
import type { ResultFacts } from './stage-facts.ts'

/** What is to say of a result, as it is read now. */
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
