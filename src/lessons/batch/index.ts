import { percentile } from '../../base/percentile.ts'
import { sizeOf } from '../../base/tensor.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about, clockStep, times } from '../figures.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'
import { madeUp } from '../shared/inputs.ts'

export interface BatchFacts {
  /** Middle time of a run for each size of the batch, ms. */
  readonly sizes: readonly { readonly batch: number; readonly ms: number }[]
  /** Smallest step of the clock, ms. */
  readonly clock: number
}

const sizes = [1, 2, 4, 8, 16] as const
const rounds = 5
/** Elements of the largest batch, so that memory and time stay bounded. */
const most = 4e6

export const batch: Lesson<BatchFacts> = {
  id: 'batch',
  group: 'more',
  title: 'Batches, and where they stop helping',
  minutes: 3,
  lead: 'A model can take several inputs at once, as one array with more rows. That is a [batch]. What is done once for each run, such as starting each [operation], is then shared by all rows.',
  question: ({ name }) =>
    `${name} gets 16 inputs in one run, in place of one. How many times as long does that run take?`,
  prediction: () => ({
    kind: 'number',
    axis: { min: 1, max: 32, scale: 'log', marks: [1, 2, 4, 8, 16, 32], unit: ' times' },
  }),
  unfit: ({ inputs, states }) => {
    if (states.length > 0) return 'your model keeps states for each row'
    if (!inputs.every(({ shape }) => shape?.[0] === null)) return 'the number of rows is fixed in your model'
    const row = inputs.reduce((sum, { shape }) => sum + sizeOf((shape ?? []).slice(1).map((dim) => dim ?? 1)), 0)
    return row * 16 > most ? 'sixteen inputs of your model are too large for a quick experiment' : null
  },
  samples: ['keras', 'table'],
  steps: ({ name }) => [
    `${name} is loaded`,
    'it runs on batches of 1, 2, 4, 8 and 16 made-up inputs, in turns',
    'the middle times are compared; first runs are left out',
  ],
  experiment,
  figure: {
    kind: 'bars',
    scale: 'linear',
    heads: ['Batch', 'Time for each input'],
    caption: 'Time for each input: where the bars stop shrinking, a larger batch no longer helps.',
  },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name} gets 16 inputs in one run. How many times as long does that run take?`,
  recall: {
    question: 'From a batch of 64 on, the time for each input stays the same. Why?',
    causes: [
      'The arithmetic fills the chip; what was shared is small by then.',
      'The model refuses larger batches.',
      'The weights have to be loaded again.',
    ],
  },
  advice:
    'For many files, run batches up to the size where the time for each stops falling. For one waiting person, run one.',
}

async function experiment({ model, setting, load, call, step, show }: Lab): Promise<BatchFacts> {
  step(0)
  const { session, inputs } = await load({ backend: rungOf(setting, model) })
  step(1)
  const measured = sizes.map((size) => ({
    size,
    runs: [] as number[],
    bindings: inputs.map((spec) => madeUp(spec, 1, { 0: size })),
  }))
  for (let round = 0; round <= rounds; round++)
    for (const { runs, bindings } of measured) {
      const { ms } = await call('run', { session, bindings })
      if (round > 0) runs.push(ms)
    }
  step(2)
  const found = measured.map(({ size, runs }) => ({ batch: size, ms: percentile(runs, 0.5) }))
  for (const { batch: size, ms } of found)
    show({ label: `${size}`, value: ms / size, text: `${about(ms / size)} ms each` })
  return { sizes: found, clock: clockStep() }
}

function finding({ sizes: found, clock }: BatchFacts): Finding {
  const general =
    'A [batch] shares what is done once for each run. Once the chip is busy with arithmetic, more rows only take longer.'
  const [one, last] = [found[0], found.at(-1)]
  if (one === undefined || last === undefined || one.ms < 10 * clock)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'One run is too short to be measured here.',
      says: {
        general,
        model: 'Its arithmetic takes almost no time.',
        device: 'The clock of this browser is too coarse for it. Try a larger model.',
      },
    }
  const ratio = last.ms / one.ms
  const answer = { kind: 'number', value: ratio } as const
  const says = {
    general,
    model: `One input alone takes ${about(one.ms)} ms, in a batch of ${last.batch} it takes ${about(last.ms / last.batch)} ms.`,
    device: 'Where the gain ends depends on the number of processor cores, or on the size of the graphics chip.',
  }
  if (ratio < 0.75 * last.batch)
    return {
      effect: 'expected',
      answer,
      headline: `It takes ${times(ratio)} as long, for ${last.batch} answers.`,
      says,
    }
  if (ratio < 1.25 * last.batch)
    return { effect: 'close', answer, headline: `It takes about ${times(ratio)} as long: nothing is gained.`, says }
  return { effect: 'opposite', answer, headline: `It takes ${times(ratio)} as long: more than one by one.`, says }
}
