import { formatBytes, formatCount } from '../../base/format.ts'
import { bytesPerElement, sizeOf } from '../../base/tensor.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about } from '../figures.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'

export interface InsideFacts {
  /** Bytes of the weights on the backend, and of one input as the model gets it. */
  readonly weights: number
  readonly input: number
}

export const picturesInside: Lesson<InsideFacts> = {
  id: 'pictures-inside',
  group: 'myths',
  title: '“The training pictures are inside”',
  minutes: 2,
  lead: 'A model was trained on thousands or millions of examples. Are they in the file? One way to see is to compare sizes: the bytes of all [weights] with the bytes of a single input as the model gets it.',
  question: ({ name, input }) =>
    `How many inputs as large as ${input} would fit into the bytes of the weights of ${name}?`,
  prediction: () => ({
    kind: 'number',
    axis: { min: 0.1, max: 1_000_000, scale: 'log', marks: [1, 100, 10_000, 1_000_000], unit: '' },
  }),
  unfit: ({ summary, inputs }) => {
    if (summary.parameters === 0) return 'your model has no weights'
    return inputs.every(({ dtype }) => dtype === 'string') ? 'your model takes texts, which have no fixed size' : null
  },
  samples: ['keras', 'table'],
  steps: ({ name, input }) => [
    `the weights of ${name} are read back and counted`,
    `${input} is prepared, and its bytes are counted`,
  ],
  experiment,
  figure: {
    kind: 'bars',
    scale: 'log',
    heads: ['What', 'Bytes'],
    caption: 'Bytes, on a scale where equal steps are equal factors.',
  },
  finding,
  tries: [otherBackend],
  transfer: ({ name, input }) => `Now ${name}. How many inputs as large as ${input} would fit into its weights?`,
  recall: {
    question: 'What is left of a training picture in a classifier?',
    causes: [
      'A tiny change of many weights, mixed with that of all others.',
      'A small copy of it.',
      'Its file name and its label.',
    ],
  },
  advice:
    'A model can still give away facts about its training data, so publish models with the same care as statistics about people.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<InsideFacts> {
  step(0)
  const { session } = await load({ backend: rungOf(setting, model) })
  const { bytes } = await call('hashWeights', { session })
  show({ label: 'all weights', value: bytes, text: formatBytes(bytes) })
  step(1)
  const { settings } = await call('run', { session, bindings })
  const input = settings.inputs.reduce(
    (sum, { shape, dtype }) => sum + bytesPerElement(dtype) * sizeOf(shape.slice(1)),
    0,
  )
  show({ label: 'one input', value: input, text: formatBytes(input) })
  return { weights: bytes, input }
}

function finding({ weights, input }: InsideFacts): Finding {
  const general =
    'Examples are not stored as pictures. Very large models of texts and pictures can repeat some of them, which is called memorisation.'
  const device = 'The sizes are the same on every device.'
  if (weights === 0 || input === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'There is nothing to compare.',
      says: { general, device, model: 'It has no weights, or its input has no fixed size.' },
    }
  const count = weights / input
  const answer = { kind: 'number', value: count } as const
  const model = `Its weights are ${formatBytes(weights)}, one input is ${formatBytes(input)}.`
  if (count < 1000)
    return {
      effect: 'expected',
      answer,
      headline: `About ${about(count)} would fit.`,
      says: { general, device, model: `${model} A training set has thousands at least.` },
    }
  if (count < 60_000)
    return {
      effect: 'close',
      answer,
      headline: `About ${formatCount(Number(count.toPrecision(2)))} would fit: as many as in a small training set.`,
      says: { general, device, model },
    }
  return {
    effect: 'opposite',
    answer,
    headline: `By size alone, ${formatCount(Number(count.toPrecision(2)))} would fit.`,
    says: {
      general,
      device,
      model: `${model} Its inputs are so small that size proves nothing here; the list of its parts does.`,
    },
  }
}
