import { formatDuration } from '../../base/format.ts'
import { percentile } from '../../base/percentile.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about, clockStep, times } from '../figures.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'

export interface CachingFacts {
  /** Load and first run, once for each prediction, ms. */
  readonly anew: readonly number[]
  /** Runs of a model that is kept, ms. */
  readonly kept: readonly number[]
  readonly clock: number
}

const loads = 3
const runs = 5

export const caching: Lesson<CachingFacts> = {
  id: 'caching',
  group: 'more',
  title: 'Keep it loaded',
  minutes: 3,
  lead: 'Nobody fetches the recipe book from the shelf for each dish: it stays open on the table. A page can keep a loaded model in the same way, or load it for each prediction.',
  question: ({ name, input }) =>
    `How many times as long does a prediction of ${input} take, if ${name} is loaded anew for it?`,
  prediction: () => ({
    kind: 'number',
    axis: { min: 1, max: 1000, scale: 'log', marks: [1, 10, 100, 1000], unit: ' times' },
  }),
  unfit: ({ summary }) => (summary.bytes > 2e8 ? 'your model is too large to be loaded several times' : null),
  samples: ['keras', 'table'],
  steps: ({ name, input }) => [
    `${name} is loaded, and ${input} runs once; this is done ${loads} times`,
    `the last one is kept, and ${input} runs ${runs} times`,
  ],
  experiment,
  figure: {
    kind: 'dots',
    scale: 'log',
    heads: ['Prediction', 'Time'],
    caption: `Milliseconds: ${loads} times loaded anew, then ${runs} runs of the one that is kept.`,
  },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) =>
    `Now ${name}, a model of another size. How many times as long, if it is loaded anew each time?`,
  recall: {
    question: 'A loaded model is like an open recipe book. Where does that picture go wrong?',
    causes: [
      'A cook changes a recipe while cooking; a prediction never changes the model.',
      'A model has no steps in a fixed order.',
      'A book can be used by many people.',
    ],
  },
  advice:
    'Load once, keep the model in a variable that outlives the click, and dispose of it when the page no longer needs it.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<CachingFacts> {
  const backend = rungOf(setting, model)
  const anew: number[] = []
  const kept: number[] = []
  let session = ''
  step(0)
  for (let i = 0; i < loads; i++) {
    const start = performance.now()
    if (session !== '') await call('dispose', { session })
    session = (await load({ backend })).session
    await call('run', { session, bindings })
    const ms = performance.now() - start
    anew.push(ms)
    show({ label: `loaded anew, ${i + 1}`, value: ms, text: formatDuration(ms) })
  }
  step(1)
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    await call('run', { session, bindings })
    const ms = performance.now() - start
    kept.push(ms)
    show({ label: `kept, ${i + 1}`, value: ms, text: formatDuration(ms) })
  }
  return { anew, kept, clock: clockStep() }
}

function finding({ anew, kept, clock }: CachingFacts): Finding {
  const general =
    'Loading and preparing are done once for each model that is kept; only the arithmetic is done for each input.'
  const [a, k] = [percentile(anew, 0.5), percentile(kept, 0.5)]
  const ratio = a / k
  const answer = { kind: 'number', value: ratio } as const
  const says = {
    general,
    model: `Loaded anew: ${formatDuration(a)}. Kept: ${formatDuration(k)}.`,
    device: 'The files were at hand here; a download would be added to each load.',
  }
  if (k < 10 * clock)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'A prediction is too short to be measured here.',
      says: { ...says, device: 'The clock of this browser is too coarse for it.' },
    }
  if (ratio > 1.5)
    return { effect: 'expected', answer, headline: `Loaded anew, it takes about ${times(ratio)} as long.`, says }
  if (ratio > 0.8)
    return {
      effect: 'close',
      answer,
      headline: 'Both take about as long.',
      says: { ...says, model: `${says.model} Its arithmetic outweighs the load.` },
    }
  return {
    effect: 'opposite',
    answer,
    headline: `The kept one was slower: loading anew took ${about(ratio)} of its time.`,
    says: { ...says, device: 'Something else slowed the later runs. Run it again.' },
  }
}
