import { formatBytes } from '../../base/format.ts'
import type { ModelPart, PartLoad } from '../../base/model-parts.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'
import { inseparable } from '../shared/files.ts'

export interface WeightsOnlyFacts {
  readonly parts: readonly ModelPart[]
  readonly alone: PartLoad
}

export const mythWeights: Lesson<WeightsOnlyFacts> = {
  id: 'myth-weights',
  group: 'myths',
  title: '“Only the weights are saved”',
  minutes: 2,
  lead: 'People say that a model “is” its [weights]. Keras can in fact save them alone, as `.weights.h5`. Saving a whole model writes more.',
  question: ({ name }) => `You keep the weights of ${name} and delete the rest. What can a program still do with them?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'run',
        label: 'run the model',
        why: 'the weights are what was learned',
        refute:
          'What was learned is in the weights, but not what to do with them: the same numbers fit many computations.',
      },
      {
        id: 'nothing',
        label: 'not run it: the description is missing',
        why: 'numbers alone say nothing',
        refute: 'This file of weights also describes the model.',
      },
    ],
  }),
  unfit: inseparable,
  samples: ['digits', 'penguins'],
  steps: ({ name }) => [`the parts of ${name} are listed`, 'all but its weights is taken away, and it is loaded'],
  experiment,
  figure: {
    kind: 'bars',
    scale: 'log',
    heads: ['Part', 'Bytes'],
    caption: 'Bytes of each part, on a scale where equal steps are equal factors.',
  },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name}. What can a program do with its weights alone?`,
  recall: {
    question: 'You want to send a model to somebody who has only TensorFlow. What do you send?',
    causes: [
      'The whole saved model, with its description.',
      'The weights; TensorFlow knows the rest.',
      'The Python code alone.',
    ],
  },
  advice:
    'Use `model.save("model.keras")` for a model that others run; `save_weights` only where the code that builds it is at hand.',
}

async function experiment({ model, setting, load, call, step, show }: Lab): Promise<WeightsOnlyFacts> {
  step(0)
  const { session } = await load({ backend: rungOf(setting, model) })
  const { parts } = await call('parts', { session })
  for (const { name, holds, bytes } of parts)
    show({ label: `${name} (${holds})`, value: bytes, text: formatBytes(bytes) })
  step(1)
  const alone = await call('loadPart', { session, keep: 'weights' })
  show({
    label: 'the weights alone',
    value: null,
    text: alone.loads ? 'load' : (alone.error?.message ?? 'nothing is left'),
  })
  return { parts, alone }
}

function finding({ parts, alone }: WeightsOnlyFacts): Finding {
  const general = 'A saved model is a description and its [weights]; a `.weights.h5` really is the weights only.'
  const device = 'Files are the same on every device.'
  const rest = parts.filter(({ holds }) => holds !== 'weights')
  const bytes = rest.reduce((sum, part) => sum + part.bytes, 0)
  const model = `Beside ${formatBytes(alone.bytes)} of weights, its files hold ${formatBytes(bytes)} of other things.`
  const says = { general, device, model }
  if (alone.files === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'This model has no file of weights.',
      says: { ...says, model: 'There is nothing to keep.' },
    }
  if (alone.loads)
    return {
      effect: 'opposite',
      answer: { kind: 'choice', option: 'run' },
      headline: 'Its weights run without the rest.',
      says,
    }
  if (alone.error?.code !== 'weights-without-model')
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'nothing' },
      headline: 'They did not load, and were not even recognised.',
      says,
    }
  return {
    effect: 'expected',
    answer: { kind: 'choice', option: 'nothing' },
    headline: 'Nothing: the weights alone were refused.',
    says,
  }
}
