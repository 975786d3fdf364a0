import { formatCount } from '../../base/format.ts'
import { headlineText } from '../../base/headline.ts'
import type { ResultFacts } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

export const result: StageText<'result'> = {
  label: 'Result',
  about: 'Interprets the output: classes, a picture, a value.',
  time: 'Time to interpret',
  sentences: ({ facts }) => [...facts.groups.map(groupSentences), ...facts.outputs.flatMap(brokenSentence)],
  rows: () => [],
  figure: ({ facts }) => headlineText(facts.headline) || null,
}

function groupSentences({ outputs, view, reason, note }: ResultFacts['groups'][number]): string {
  const verb = outputs.length === 1 ? 'is' : 'are together'
  return [`${outputs.join(' and ')} ${verb} read as ${view}: ${reason}.`, ...(note === '' ? [] : [note])].join(' ')
}

function brokenSentence({ name, nan, inf }: ResultFacts['outputs'][number]): readonly string[] {
  if (nan + inf === 0) return []
  return [`${name} contains ${formatCount(nan, 'NaN', 'NaN')} and ${formatCount(inf, 'infinite value')}.`]
}
