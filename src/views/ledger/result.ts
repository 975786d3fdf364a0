import { formatCount } from '../../base/format.ts'
import { headlineText } from '../../base/headline.ts'
import type { ResultFacts } from '../../base/stage-facts.ts'
import type { StageText } from './stage-text.ts'

export const result: StageText<'result'> = {
  label: 'Result',
  about: 'Reads the numbers as what they mean: classes, a picture, a value.',
  time: 'Time to read',
  sentences: ({ facts }) => facts.outputs.map(outputSentences),
  rows: () => [],
  figure: ({ facts }) => headlineText(facts.headline) || null,
}

function outputSentences({ name, view, note, nan, inf }: ResultFacts['outputs'][number]): string {
  return [
    `${name} is read as ${view}.`,
    ...(note === '' ? [] : [note]),
    ...(nan + inf === 0
      ? []
      : [`It holds ${formatCount(nan, 'NaN', 'NaN')} and ${formatCount(inf, 'infinite value')}.`]),
  ].join(' ')
}
