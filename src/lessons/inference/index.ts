import { formatBytes, formatCount } from '../../base/format.ts'
import { type RungId, rungLabels } from '../../base/ladder.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf, countFor, differenceOf, runMany } from '../shared/answers.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'

export interface InferenceFacts {
  readonly rung: RungId
  /** Hashes of all weights on the backend. */
  readonly before: string
  readonly after: string
  readonly weights: number
  readonly bytes: number
  readonly runs: number
  /** Between the first and the last answer, as a share of the largest value. */
  readonly difference: number
}

export const inference: Lesson<InferenceFacts> = {
  id: 'inference',
  group: 'steps',
  title: 'Asking it about new data',
  minutes: 2,
  lead: 'A loaded model keeps its [weights] in the memory of the [backend]. A prediction sends an input through the operations, which multiply it with the weights. This is called [inference]. A [hash] of all weights shows whether a single bit of them has changed.',
  question: ({ name, input }) =>
    `${name} predicts ${input} up to 100 times. How many of its weights are different afterwards?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'none',
        label: 'none',
        why: 'it only reads them',
        refute: 'Here they did change, which inference should never do.',
      },
      {
        id: 'used',
        label: 'those that were used',
        why: 'it learns a little from each input',
        refute:
          'A weight is only read when it is used. Writing it needs [training]: a known answer, and a rule for the change.',
      },
      {
        id: 'all',
        label: 'all, by a little',
        why: 'they wear in with use',
        refute: 'Numbers do not wear: reading a weight a hundred times leaves it as it was.',
      },
    ],
  }),
  unfit: ({ summary }) => (summary.parameters === 0 ? 'your model has no weights' : null),
  samples: ['keras', 'table'],
  steps: ({ name, input }) => [
    `${name} is loaded afresh, and all of its weights are hashed`,
    `it predicts ${input}, up to 100 times`,
    'all weights are read back from the backend and hashed again',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['When', 'What was found'], caption: '' },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name} predicts up to 100 times. How many of its weights are different afterwards?`,
  recall: {
    question: 'A model in your page gives the same wrong answer every day. Why does it not get better by itself?',
    causes: [
      'Inference only reads the weights; nothing writes them.',
      'It would, but the browser forgets the new weights at night.',
      'It needs about a thousand predictions before it adapts.',
    ],
  },
  advice: 'One loaded model can serve all users of a page at once: no prediction changes it for the next one.',
}

async function experiment(lab: Lab): Promise<InferenceFacts> {
  const { model, bindings, setting, load, call, step, show } = lab
  step(0)
  const { session, rung } = await load({ backend: rungOf(setting, model) })
  const before = await call('hashWeights', { session })
  show({ label: 'weights before', value: null, text: before.hash })
  step(1)
  const first = await call('run', { session, bindings })
  show({ label: 'first answer', value: null, text: answerOf(first) })
  const runs = 2 + (await runMany(lab, session, countFor(first.ms, 98)))
  const last = await call('run', { session, bindings })
  show({ label: `answer ${runs}`, value: null, text: answerOf(last) })
  step(2)
  const after = await call('hashWeights', { session })
  show({ label: 'weights after', value: null, text: after.hash })
  const difference = differenceOf(first, last)
  const { weights, bytes } = before
  return { rung, before: before.hash, after: after.hash, weights, bytes, runs, difference }
}

function finding({ rung, before, after, weights, bytes, runs, difference }: InferenceFacts): Finding {
  const general =
    'Only [training] writes weights. A model that seems to adapt keeps a memory beside them, as a chat does with its text.'
  const device = `All ${formatCount(weights, 'tensor')} (${formatBytes(bytes)}) were read back from ${rungLabels[rung]}.`
  if (weights === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'There are no weights to compare.',
      says: { general, device: 'Nothing was read back.', model: 'This model has no weights on the backend.' },
    }
  if (before !== after)
    return {
      effect: 'opposite',
      answer: null,
      headline: 'The weights are different afterwards.',
      says: {
        general,
        device,
        model: 'Its hash changed. That is a fault of this page or of the backend: please report it.',
      },
    }
  const answer = { kind: 'choice', option: 'none' } as const
  if (difference > 1e-5)
    return {
      effect: 'close',
      answer,
      headline: 'No weight changed, but the answer did.',
      says: { general, device, model: 'It draws random numbers or keeps a state between runs; neither is a weight.' },
    }
  return {
    effect: 'expected',
    answer,
    headline: `After ${runs} predictions, not one bit of its weights has changed.`,
    says: { general, device, model: 'Its hash is the same, and so is its last answer.' },
  }
}
