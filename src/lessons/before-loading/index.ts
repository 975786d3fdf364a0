import { formatDuration } from '../../base/format.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf } from '../shared/answers.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'
import { attempt } from '../shared/refused.ts'

export interface BeforeFacts {
  /** Code of the error; empty if there was an answer. */
  readonly code: string
  /** The load, ms; `null` if the model could not be run after it. */
  readonly load: number | null
}

export const beforeLoading: Lesson<BeforeFacts> = {
  id: 'before-loading',
  group: 'pitfalls',
  title: 'Predicting before it is loaded',
  minutes: 2,
  lead: 'Loading takes time: files are read, and weights are sent to the [backend]. In JavaScript, `load` returns at once with a promise. A button can be pressed before that promise is kept.',
  question: ({ name }) => `A page asks ${name} for a prediction before it has been loaded. What comes back?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'zeros',
        label: 'zeros or random numbers',
        why: 'the weights are not there yet',
        refute: 'Without weights there is no computation that could give numbers, wrong or right.',
      },
      {
        id: 'waits',
        label: 'the right answer, later',
        why: 'it waits for the load',
        refute: 'A call does not know that a load is on its way: waiting is up to the page.',
      },
      {
        id: 'error',
        label: 'an error',
        why: 'there is nothing to ask yet',
        refute: 'Here something answered, so a model with that name must have been loaded.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['table', 'keras'],
  steps: ({ name, input }) => [
    'a prediction is asked of a session that does not exist yet',
    `${name} is loaded`,
    `it is asked again, with ${input}`,
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['When', 'What came back'], caption: '' },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name}, asked before it is loaded. What comes back?`,
  recall: {
    question: 'A page fails only for people with a slow connection: “the model is not loaded”. What is missing?',
    causes: [
      'It does not wait for the load before it lets people ask.',
      'A smaller picture.',
      'A second copy of the model.',
    ],
  },
  advice: 'Write `const model = await load(…)` once, keep the promise, and enable the button after it.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<BeforeFacts> {
  step(0)
  const early = await attempt(call('run', { session: 'not loaded yet', bindings }))
  show({ label: 'before the load', value: null, text: early.error?.message ?? 'an answer' })
  step(1)
  const loaded = await load({ backend: rungOf(setting, model) })
  const ms = loaded.ledger.reduce((sum, record) => sum + (record.ms ?? 0), 0)
  step(2)
  const late = await attempt(call('run', { session: loaded.session, bindings }))
  show({ label: 'after the load', value: null, text: late.value === null ? late.error.message : answerOf(late.value) })
  return { code: early.error?.code ?? '', load: late.value === null ? null : ms }
}

function finding({ code, load }: BeforeFacts): Finding {
  const general = 'In TensorFlow.js and in Python too, there is no object to call until loading has returned it.'
  const device =
    load === null
      ? 'It could not be run after the load either.'
      : `Loading took ${formatDuration(load)} here; for that long, there is nothing to ask.`
  const says = { general, device, model: 'This is the same for every model.' }
  const answer = { kind: 'choice', option: 'error' } as const
  if (load === null)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'It could not be run at all, so the two cannot be compared.',
      says,
    }
  if (code === '')
    return { effect: 'opposite', answer: { kind: 'choice', option: 'waits' }, headline: 'It answered.', says }
  if (code !== 'not-loaded')
    return {
      effect: 'close',
      answer,
      headline: 'An error came back, but for another reason.',
      says: { ...says, model: 'The list gives the reason.' },
    }
  return { effect: 'expected', answer, headline: 'An error: there was no model to ask.', says }
}
