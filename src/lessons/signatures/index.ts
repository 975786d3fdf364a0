import { formatBytes, formatCount } from '../../base/format.ts'
import { formatShape } from '../../base/tensor.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf } from '../shared/answers.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'
import { completed } from '../shared/inputs.ts'
import { attempt } from '../shared/refused.ts'

export interface SignaturesFacts {
  readonly doors: number
  readonly failed: number
  /** Number of different answers. */
  readonly answers: number
  /** Bytes of the weights in the file, and of those that all signatures use, added up. */
  readonly stored: number
  readonly used: number
}

/** More signatures than this are not tried. */
const most = 6

export const signatures: Lesson<SignaturesFacts> = {
  id: 'signatures',
  group: 'steps',
  title: 'Doors into a model: signatures',
  minutes: 3,
  lead: 'A SavedModel can be entered by several doors. Each is called a [signature] and has a name, its inputs and its outputs. In Python: `model.signatures["serving_default"]`. All signatures are stored in one file, with one set of [weights].',
  question: ({ name, input }) => `${input} goes through each signature of ${name}. What comes out?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'same',
        label: 'the same answer each time',
        why: 'it is one model',
        refute: 'It is one set of weights, but a signature chooses which operations run on them.',
      },
      {
        id: 'different',
        label: 'different answers',
        why: 'each signature asks for something else',
        refute: 'Here the signatures are other names for the same computation, or do not take this input.',
      },
      {
        id: 'first',
        label: 'only the first one runs',
        why: 'the others are for training or for servers',
        refute: 'Each signature is a computation of its own, and any of them can be called.',
      },
    ],
  }),
  unfit: ({ summary }) => (summary.signatures.length < 2 ? 'your model has a single signature' : null),
  samples: ['doors', 'degrees'],
  steps: ({ name, input }) => [
    `the signatures of ${name} are listed`,
    `each is loaded and gets ${input}, or made-up numbers if it takes something else`,
    'their answers and their weights are compared',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Signature', 'Answer'], caption: '' },
  finding,
  tries: [otherBackend],
  transfer: ({ name, input }) => `Now ${input} goes through each signature of ${name}. What comes out?`,
  recall: {
    question: 'A model file has the signatures `serving_default` and `embed`. What do they share?',
    causes: ['The weights.', 'The outputs.', 'Nothing: they are two models in one file.'],
  },
  advice:
    'Before you write code for a model that you did not make, list its signatures; the first is not always the one you need.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<SignaturesFacts> {
  step(0)
  const { parts } = await call('parts', { session: (await load()).session })
  const stored = parts.filter(({ holds }) => holds === 'weights').reduce((sum, { bytes }) => sum + bytes, 0)
  const names = model.summary.signatures.slice(0, most).map(({ name }) => name)
  step(1)
  const answers = new Set<string>()
  let failed = 0
  let used = 0
  for (const signature of names) {
    const { value, error } = await attempt(
      (async () => {
        const loaded = await load({ backend: rungOf(setting, model), signature })
        const { session, inputs, outputs } = loaded
        used += (await call('hashWeights', { session })).bytes
        const fitting = bindings.filter(({ input }) => inputs.some(({ name }) => name === input))
        const result = await call('run', { session, bindings: completed(fitting, inputs) })
        const shapes = outputs.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(', ')
        return `${shapes}: ${answerOf(result)}`
      })(),
    )
    if (value === null) failed++
    else answers.add(value)
    show({ label: signature, value: null, text: value ?? error.message })
  }
  step(2)
  return { doors: names.length, failed, answers: answers.size, stored, used }
}

function finding({ doors, failed, answers, stored, used }: SignaturesFacts): Finding {
  const general =
    'A [signature] names inputs, outputs and the operations between them; the [weights] are stored once for all.'
  const device = `The file holds ${formatBytes(stored)} of weights. The signatures together read ${formatBytes(used)} here.`
  if (doors < 2 || failed === doors)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: doors < 2 ? 'This model has a single signature.' : 'None of its signatures could be run.',
      says: { general, device, model: 'There is nothing to compare. Try the sample.' },
    }
  if (failed > 0)
    return {
      effect: 'opposite',
      answer: failed === doors - 1 ? { kind: 'choice', option: 'first' } : { kind: 'choice', option: 'different' },
      headline: `${failed} of its ${doors} signatures could not be run with this input.`,
      says: { general, device, model: 'They take something else, as the list says.' },
    }
  if (answers === 1)
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'same' },
      headline: 'All signatures gave the same answer.',
      says: { general, device, model: 'They are different names for one computation.' },
    }
  return {
    effect: 'expected',
    answer: { kind: 'choice', option: 'different' },
    headline: `${formatCount(doors, 'signature')} gave ${answers} different answers.`,
    says: { general, device, model: 'Each of them runs the part of the graph that leads to its own outputs.' },
  }
}
