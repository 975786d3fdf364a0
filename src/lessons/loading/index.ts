import { formatBytes, formatDuration } from '../../base/format.ts'
import type { PartLoad } from '../../base/model-parts.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'
import { inseparable } from '../shared/files.ts'

export interface LoadingFacts {
  readonly topology: PartLoad
  readonly weights: PartLoad
  /** Load of both, ms. */
  readonly ms: number
}

export const loading: Lesson<LoadingFacts> = {
  id: 'loading',
  group: 'steps',
  title: 'Loading it',
  minutes: 3,
  lead: 'Loading a model is like opening a recipe book: the [topology] is the recipe, the [weights] are the amounts. Loading reads both and puts every weight at its place in the graph. Nothing is computed yet.',
  question: ({ name }) => `You have only one of the two parts of ${name}. Which part alone is enough to load it?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'topology',
        label: 'the topology',
        why: 'the weights start at random and are not needed',
        refute:
          'Random numbers are where [training] starts; a trained model without its own weights has lost what it learned.',
      },
      {
        id: 'weights',
        label: 'the weights',
        why: 'they are the model',
        refute: 'Weights are only numbers: nothing in them says what to multiply with what.',
      },
      {
        id: 'either',
        label: 'either one',
        why: 'one can be worked out from the other',
        refute: 'Neither part follows from the other: one recipe fits any amounts.',
      },
      {
        id: 'neither',
        label: 'neither',
        why: 'both are needed',
        refute: 'This model loads with one part alone, because the other is empty or can be done without.',
      },
    ],
  }),
  unfit: inseparable,
  samples: ['digits', 'penguins'],
  steps: ({ name }) => [
    `${name} is loaded whole, for comparison`,
    'its weights are taken away, and it is loaded again',
    'its topology is taken away, and it is loaded again',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['What is there', 'What happens'], caption: '' },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name}, which is stored differently. Which part alone is enough to load it?`,
  recall: {
    question: 'A colleague sends you a file `model.weights.h5`. Why can you not run it?',
    causes: [
      'It does not say which operations use the weights.',
      'Weights have to be trained again on each computer.',
      'The browser has no backend for that file.',
    ],
  },
  advice: 'Keep the files of a model together, and check after each upload that the weight files came along.',
}

async function experiment({ model, setting, load, call, step, show }: Lab): Promise<LoadingFacts> {
  step(0)
  const { session, ledger, summary } = await load({ backend: rungOf(setting, model) })
  const ms = ledger.reduce((sum, record) => sum + (record.ms ?? 0), 0)
  show({ label: 'both parts', value: null, text: `loads in ${formatDuration(ms)} (${formatBytes(summary.bytes)})` })
  step(1)
  const topology = await call('loadPart', { session, keep: 'topology' })
  show({ label: 'the topology alone', value: null, text: happened(topology) })
  step(2)
  const weights = await call('loadPart', { session, keep: 'weights' })
  show({ label: 'the weights alone', value: null, text: happened(weights) })
  return { topology, weights, ms }
}

function happened({ loads, error, files }: PartLoad): string {
  if (loads) return 'loads'
  return error?.message ?? (files === 0 ? 'nothing is left' : 'no model is found')
}

function finding({ topology, weights, ms }: LoadingFacts): Finding {
  const general =
    'Loading restores both parts. The picture of the book ends here: a cook improves a recipe while cooking, [inference] never changes it.'
  const device = `Here, loading both took ${formatDuration(ms)}.`
  const option = topology.loads ? (weights.loads ? 'either' : 'topology') : weights.loads ? 'weights' : 'neither'
  const answer = { kind: 'choice', option } as const
  if (topology.files === 0 && weights.files === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'The parts of this model could not be told apart.',
      says: { general, device, model: 'Its files hold both parts together.' },
    }
  if (option === 'neither')
    return {
      effect: 'expected',
      answer,
      headline: 'Neither part loads alone.',
      says: {
        general,
        device,
        model: `Its topology is ${formatBytes(topology.bytes)}, its weights are ${formatBytes(weights.bytes)}; each alone was refused.`,
      },
    }
  if (option === 'topology')
    return {
      effect: weights.bytes === 0 ? 'close' : 'opposite',
      answer,
      headline: weights.bytes === 0 ? 'It has no weights to take away.' : 'Its topology loads alone.',
      says: {
        general,
        device,
        model:
          weights.bytes === 0
            ? 'This model has no weights: every layer only rearranges numbers.'
            : 'Its numbers are written into the topology.',
      },
    }
  return {
    effect: 'opposite',
    answer,
    headline: 'Its weights load without the topology.',
    says: { general, device, model: 'The file with its weights also says how they are used.' },
  }
}
