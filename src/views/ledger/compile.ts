import { formatCount } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { CompileFacts } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

export const compile: StageText<'compile'> = {
  label: 'Compile',
  about: 'Translates the operations for the backend. Done once for each set of input shapes.',
  sentences: ({ facts }) => [sentence(facts)],
  rows: () => [],
  figure: ({ facts }) => (facts.code === 'nothing-ahead' ? 'none' : null),
}

function sentence(facts: CompileFacts): string {
  switch (facts.code) {
    case 'compiled':
      return facts.programs === 0
        ? 'All shader programs for these shapes were already compiled.'
        : `Compiled ${formatCount(facts.programs, 'shader program')} in parallel.`
    case 'failed':
      return `Compiling in advance failed (${facts.message}); the first run compiles the programs instead.`
    case 'nothing-ahead':
      return `${rungLabels[facts.rung]} compiles nothing in advance for this model. One-time work is part of the first run.`
  }
}
