import { formatFigure, formatPercent } from '../../base/format.ts'
import { type RungId, rungLabels } from '../../base/ladder.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf, differenceOf } from '../shared/answers.ts'
import { usableRungs } from '../shared/backends.ts'
import { optimiserOff } from '../shared/optimiser.ts'

export interface ExactFacts {
  readonly one: RungId
  /** `null` if there is only one backend. */
  readonly other: RungId | null
  /** Largest difference, as a share of the largest value. */
  readonly difference: number
  /** Whether both answers read the same in words. */
  readonly sameAnswer: boolean
}

export const exactAnswer: Lesson<ExactFacts> = {
  id: 'exact-answer',
  group: 'myths',
  title: '“Its answer is exact”',
  minutes: 3,
  lead: 'A computer does what it is told, so two [backend]s that run the same [operation]s on the same input should agree. Each of them adds thousands of fractions, rounded to about seven digits.',
  question: ({ name, input }) => `${name} runs on ${input} with two backends. How far apart are the two answers?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'equal',
        label: 'equal in every digit',
        why: 'arithmetic is arithmetic',
        refute: 'Rounded fractions depend on the order in which they are added, and each backend has its own.',
      },
      {
        id: 'digits',
        label: 'different in the last digits',
        why: 'both round, but not alike',
        refute: 'Here the two backends round alike, or the difference grew large enough to change the answer.',
      },
      {
        id: 'answer',
        label: 'different answers',
        why: 'small errors grow',
        refute:
          'Rounding differs by about a millionth; that changes an answer only where two classes are almost equal.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['keras', 'table'],
  steps: ({ name, input }) => [
    `${name} runs on ${input} with one backend`,
    'it runs with another backend',
    'all numbers of both answers are compared',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Backend', 'Answer'], caption: '' },
  finding,
  tries: [optimiserOff],
  transfer: ({ name }) => `Now ${name}, another model, with two backends. How far apart are the two answers?`,
  recall: {
    question: 'Python gives 0.91234567 and the browser 0.91234561. What is wrong?',
    causes: [
      'Nothing: both round, in another order.',
      'The browser uses other weights.',
      'One of them prepared the input wrongly.',
    ],
  },
  advice: 'Compare answers with a tolerance, never with ==. A score is not a certainty, however many digits it has.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<ExactFacts> {
  step(0)
  const others = usableRungs(model).filter((id) => id !== model.rung)
  // Plain JavaScript works everywhere, and adds in the order of the definition.
  const other = others.find((id) => id === 'cpu') ?? others[0] ?? null
  const optimise = setting.optimise !== 'off'
  const first = await call('run', { session: (await load({ optimise })).session, bindings })
  show({ label: rungLabels[model.rung], value: null, text: answerOf(first) })
  step(1)
  if (other === null) return { one: model.rung, other, difference: 0, sameAnswer: true }
  const second = await call('run', { session: (await load({ optimise, backend: other })).session, bindings })
  show({ label: rungLabels[other], value: null, text: answerOf(second) })
  step(2)
  const difference = differenceOf(first, second)
  show({ label: 'largest difference', value: null, text: difference === 0 ? 'none' : formatFigure(difference, 1) })
  return { one: model.rung, other, difference, sameAnswer: answerOf(first) === answerOf(second) }
}

function finding({ one, other, difference, sameAnswer }: ExactFacts): Finding {
  const general =
    'A differing last digit is rounding, not an error. How right an answer is depends on [training], not on digits.'
  const says = (model: string) => ({
    general,
    model,
    device:
      other === null
        ? `Only ${rungLabels[one]} works here.`
        : `${rungLabels[one]} and ${rungLabels[other]} were compared here.`,
  })
  if (other === null)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'Only one backend works here, so there is nothing to compare.',
      says: says('It ran once.'),
    }
  if (difference === 0)
    return {
      effect: 'opposite',
      answer: { kind: 'choice', option: 'equal' },
      headline: 'Both answers are equal in every digit.',
      says: says('It needs so few additions that both backends add alike.'),
    }
  const share =
    difference < 1e-4
      ? `less than ${difference < 1e-6 ? 'a millionth' : 'a ten-thousandth'} of the largest value`
      : `about ${formatPercent(difference)} of the largest value`
  if (difference < 1e-3)
    return {
      effect: 'expected',
      answer: { kind: 'choice', option: 'digits' },
      headline: `They differ in the last digits, by ${share}.`,
      says: says(
        sameAnswer
          ? 'In words, both answers are the same.'
          : 'Two classes are so close that even this changes the words.',
      ),
    }
  return {
    effect: 'close',
    answer: { kind: 'choice', option: sameAnswer ? 'digits' : 'answer' },
    headline: 'They differ by more than rounding explains.',
    says: says(`The difference is ${share}: the model draws random numbers, or makes small differences larger.`),
  }
}
