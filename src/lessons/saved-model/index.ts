import { formatBytes, formatCount } from '../../base/format.ts'
import type { ModelPart } from '../../base/model-parts.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about } from '../figures.ts'
import { inseparable } from '../shared/files.ts'

export interface SavedModelFacts {
  readonly parts: readonly ModelPart[]
  readonly parameters: number
  readonly operations: number
}

export const savedModel: Lesson<SavedModelFacts> = {
  id: 'saved-model',
  group: 'steps',
  title: 'What a saved model holds',
  minutes: 2,
  lead: 'Saving a model writes two kinds of bytes. The [topology] says which operations there are and how they are connected. The [weights] are the numbers that [training] found.',
  question: ({ name }) => `What share of the bytes of ${name} is weights?`,
  prediction: () => ({
    kind: 'number',
    axis: { min: 0, max: 100, scale: 'linear', marks: [0, 25, 50, 75, 100], unit: ' %' },
  }),
  unfit: inseparable,
  samples: ['keras', 'table'],
  steps: ({ name }, { precision }) => [
    precision === undefined || precision === 'as-is'
      ? `The files of ${name} are listed`
      : `${name} is written once more, with smaller numbers`,
    'each file, also inside an archive, is told by what it holds',
    'the bytes of both kinds are added up',
  ],
  experiment,
  figure: {
    kind: 'bars',
    scale: 'log',
    heads: ['Part', 'Bytes'],
    caption: 'Bytes of each part, on a scale where equal steps are equal factors.',
  },
  finding,
  tries: [
    {
      id: 'precision',
      label: 'Weights stored as',
      options: () => [
        { id: 'as-is', label: 'saved' },
        { id: 'float16', label: '16 bits' },
        { id: 'uint8', label: '8 bits' },
      ],
    },
  ],
  transfer: ({ name }) => `Now the files of ${name}. What share of their bytes is weights?`,
  recall: {
    question: 'Two models have the same layers, but were trained on different data. In what do their files differ?',
    causes: [
      'In the weights: the topology is the same.',
      'In the topology: training adds operations.',
      'In the pictures that each was trained on.',
    ],
  },
  advice: 'To make a download smaller, make the weights smaller: fewer of them, or fewer bits for each.',
}

async function experiment({ model, setting, load, open, call, step, show }: Lab): Promise<SavedModelFacts> {
  step(0)
  let { session } = await load()
  const { precision } = setting
  if (precision === 'float16' || precision === 'uint8') {
    const zip = await call('convert', { session, precision })
    const { drop, models } = await open([{ path: 'model.zip', file: zip }])
    session = (await load({ drop, candidate: models[0]?.id ?? '', signature: null })).session
  }
  step(1)
  const { parts } = await call('parts', { session })
  for (const { name, holds, bytes } of parts)
    show({ label: `${name} (${kinds[holds]})`, value: bytes, text: formatBytes(bytes) })
  step(2)
  return { parts, parameters: model.summary.parameters, operations: model.optimisation.before }
}

const kinds = { topology: 'topology', weights: 'weights', both: 'both', assets: 'other things' } as const

function finding({ parts, parameters, operations }: SavedModelFacts): Finding {
  const sum = (kind: ModelPart['holds']) =>
    parts.filter(({ holds }) => holds === kind).reduce((total, { bytes }) => total + bytes, 0)
  const [weights, topology, all] = [sum('weights'), sum('topology'), parts.reduce((n, { bytes }) => n + bytes, 0)]
  const general = 'The [topology] grows with the number of [operation]s, the weights with the size of the layers.'
  const device = 'Nothing here depends on the device: the files are the same everywhere.'
  // Keras saves what its optimiser remembers of the training beside the weights.
  const more =
    weights > 6 * parameters ? ' That is more than their 4 bytes each: training left numbers of its own.' : ''
  const model = `${formatCount(operations, 'operation')} take ${formatBytes(topology)}, ${formatCount(parameters, 'weight')} take ${formatBytes(weights)}.${more}`
  if (sum('both') > 0 || all === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'The two kinds of bytes cannot be told apart here.',
      says: { general, device, model: 'This model is one file that holds both.' },
    }
  const share = (100 * weights) / all
  const answer = { kind: 'number', value: share } as const
  const says = { general, model, device }
  const headline = `${about(share)} % of its bytes are weights.`
  if (share >= 60) return { effect: 'expected', answer, headline, says }
  if (share > 40) return { effect: 'close', answer, headline: `About half, ${about(share)} %, is weights.`, says }
  return {
    effect: 'opposite',
    answer,
    headline: `Only ${about(share)} % of its bytes are weights.`,
    says: { ...says, model: `${model} So small a model is mostly description.` },
  }
}
