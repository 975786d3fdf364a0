import { formatCount } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { CompileFacts } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

export const compile: StageText<'compile'> = {
  label: 'Compile',
  about: 'Translates the operations for the backend. It happens once for each set of input shapes.',
  sentences: ({ facts }) => [sentence(facts)],
  rows: () => [],
  figure: ({ facts }) => (facts.code === 'nothing-ahead' ? 'none' : null),
}

function sentence(facts: CompileFacts): string {
  switch (facts.code) {
    case 'compiled':
      return facts.programs === 0
        ? 'Every shader program for these shapes was compiled before.'
        : `Compiled ${formatCount(facts.programs, 'shader program')} in parallel.`
    case 'failed':
      return `Compiling ahead failed (${facts.message}); the first run compiles instead.`
    case 'nothing-ahead':
      return `${rungLabels[facts.rung]} compiles nothing ahead for this model. One-time work counts as part of the first run.`
  }
}
