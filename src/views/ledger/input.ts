import { formatNumber } from '../../base/format.ts'
import type { PreparedFacts } from '../../base/stage-facts.ts'
import { formatShape, hasFinite } from '../../base/tensor.ts'
import type { StageText } from './stage-text.ts'

export const input: StageText<'input'> = {
  label: 'Input',
  about: 'Turns the file into the numbers that the model expects.',
  sentences: ({ facts }) =>
    facts.inputs.flatMap(({ name, source, steps }) => [`${name}: ${source}.`, ...steps.map(stepSentence)]),
  rows: ({ facts }) =>
    facts.inputs.flatMap((one) => [
      { label: `${one.name}, shape`, value: `${formatShape(one.shape)} ${one.dtype}` },
      ...(one.dtype === 'string' ? [] : [{ label: `${one.name}, values`, value: rangeOf(one) }]),
    ]),
}

function rangeOf({ stats, ...tensor }: PreparedFacts): string {
  if (!hasFinite(stats, tensor)) return 'no finite value'
  return `${formatNumber(stats.min)} … ${formatNumber(stats.max)}, mean ${formatNumber(stats.mean)}`
}

function stepSentence({ label, summary, reason, certainty }: PreparedFacts['steps'][number]): string {
  const why = [...(certainty === 'certain' ? [] : [certainty]), ...(reason === '' ? [] : [reason])].join(': ')
  return `${label}: ${summary}${why === '' ? '' : ` (${why})`}.`
}
