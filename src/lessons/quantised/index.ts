import { formatBytes, formatPercent } from '../../base/format.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf, differenceOf } from '../shared/answers.ts'

export interface QuantisedFacts {
  /** Bytes of the download with 32 bits for each weight, and with fewer. */
  readonly full: number
  readonly small: number
  /** Of the outputs, as a share of the largest value. */
  readonly difference: number
  readonly sameAnswer: boolean
}

export const quantised: Lesson<QuantisedFacts> = {
  id: 'quantised',
  group: 'more',
  title: 'Fewer bits for each weight',
  minutes: 3,
  lead: 'A weight is usually stored with 32 bits. It can be stored with 8: for each array, the range of its values is divided into 256 steps. Such a model is called [quantised], and its download is about a quarter as large.',
  question: ({ name, input }) =>
    `The [weights] of ${name} are stored with 8 bits in place of 32. What becomes of its answer to ${input}?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'equal',
        label: 'it is the same, digit for digit',
        why: 'only the file is smaller',
        refute:
          'The file is smaller because each weight was moved to the nearest of 256 steps; moved weights give other numbers.',
      },
      {
        id: 'near',
        label: 'the numbers change, the answer stays',
        why: 'it is rounded a little',
        refute: 'Here the rounding did change the answer, or changed nothing.',
      },
      {
        id: 'other',
        label: 'it is another answer',
        why: '8 bits are not enough',
        refute: 'Errors of many rounded weights point in all directions and mostly cancel out.',
      },
    ],
  }),
  unfit: ({ summary, inputs, outputs }) => {
    if ([...inputs, ...outputs].some(({ dtype }) => dtype === 'string'))
      return 'your model works on strings, which cannot be written in smaller numbers'
    if (summary.parameters === 0) return 'your model has no weights'
    return summary.bytes > 1e8 ? 'your model is too large to be written several times' : null
  },
  samples: ['keras', 'table'],
  steps: ({ name, input }, { bits }) => [
    `${name} is written with 32 bits for each weight, and with ${bits === '16' ? 16 : 8}`,
    'the smaller one is loaded',
    `both run on ${input}, and the answers are compared`,
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Weights', 'Size and answer'], caption: '' },
  finding,
  tries: [
    {
      id: 'bits',
      label: 'Bits',
      options: () => [
        { id: '8', label: '8' },
        { id: '16', label: '16' },
      ],
    },
  ],
  transfer: ({ name }) => `Now ${name} with 8 bits for each weight. What becomes of its answer?`,
  recall: {
    question: 'Why does a model with 8-bit weights usually still give the right class?',
    causes: [
      'The errors of many weights mostly cancel out.',
      'The browser restores the missing bits.',
      'Only unused weights are rounded.',
    ],
  },
  advice: 'Measure the accuracy of the smaller model on your own data before you ship it; one input proves little.',
}

async function experiment({ bindings, setting, load, open, call, step, show }: Lab): Promise<QuantisedFacts> {
  step(0)
  const { session } = await load()
  const precision = setting.bits === '16' ? 'float16' : 'uint8'
  const full = await call('convert', { session, precision: 'float32' })
  const small = await call('convert', { session, precision })
  step(1)
  const { drop, models } = await open([{ path: 'model.zip', file: small }])
  const other = await load({ drop, candidate: models[0]?.id ?? '', signature: null })
  step(2)
  const first = await call('run', { session, bindings })
  show({ label: '32 bits', value: null, text: `${formatBytes(full.size)}: ${answerOf(first)}` })
  // Names of inputs may differ after the conversion, their order does not.
  const renamed = bindings.map((one, i) => ({
    ...one,
    input: other.inputs.find(({ name }) => name === one.input)?.name ?? other.inputs[i]?.name ?? one.input,
  }))
  const second = await call('run', { session: other.session, bindings: renamed })
  show({
    label: precision === 'uint8' ? '8 bits' : '16 bits',
    value: null,
    text: `${formatBytes(small.size)}: ${answerOf(second)}`,
  })
  return {
    full: full.size,
    small: small.size,
    difference: differenceOf(first, second),
    sameAnswer: wordsOf(answerOf(first)) === wordsOf(answerOf(second)),
  }
}

/** An answer without its figures: only the class counts. */
function wordsOf(answer: string): string {
  const words = answer.replace(/[<−]?[\d.,\u202f]+(e\S+)?\s*%?/g, '').trim()
  return words === '' ? 'numbers' : words
}

function finding({ full, small, difference, sameAnswer }: QuantisedFacts): Finding {
  const general =
    'Rounding moves every weight a little. Files become smaller; on most [backend]s, runs do not become faster.'
  const says = (model: string) => ({
    general,
    model,
    device: `The download is ${formatBytes(small)} in place of ${formatBytes(full)}. That is the same on every device.`,
  })
  if (!Number.isFinite(difference))
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'The two answers cannot be compared as numbers.',
      says: says('One of them has another shape, or is no number.'),
    }
  if (difference === 0)
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'equal' },
      headline: 'The answer is the same, digit for digit.',
      says: says('Its weights fall on the steps exactly, or are too small to be worth rounding.'),
    }
  const share = formatPercent(difference)
  if (sameAnswer && difference < 0.2)
    return {
      effect: 'expected',
      answer: { kind: 'choice', option: 'near' },
      headline: `The numbers changed by up to ${share}, the answer stayed.`,
      says: says('Its rounding errors mostly cancel out.'),
    }
  return {
    effect: 'opposite',
    answer: { kind: 'choice', option: 'other' },
    headline: 'The answer changed.',
    says: says(
      `Its numbers changed by up to ${share}: some of its weights are far larger than the rest, so the steps are coarse.`,
    ),
  }
}
