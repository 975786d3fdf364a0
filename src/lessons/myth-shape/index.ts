import type { InputBinding } from '../../base/plan.ts'
import { formatShape, sizeOf } from '../../base/tensor.ts'
import type { LoadedModel } from '../../engine/protocol.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { completed } from '../shared/inputs.ts'
import { npy } from '../shared/npy.ts'
import { attempt } from '../shared/refused.ts'

export interface ShapeFacts {
  readonly wanted: string
  readonly tried: number
  readonly taken: number
}

export const mythShape: Lesson<ShapeFacts> = {
  id: 'myth-shape',
  group: 'myths',
  title: '“Any shape will do”',
  minutes: 3,
  lead: 'An input of a model has a [shape], such as [?, 28, 28, 1]. A question mark is a free dimension, usually the [batch]; a number is fixed when the model is built.',
  question: ({ name }) =>
    `${name} gets four arrays: of its own shape, with two rows, with a longer last dimension, and with one dimension too many. How many of them does it take?`,
  prediction: () => ({
    kind: 'choice',
    axis: { min: 0, max: 4, scale: 'linear', marks: [0, 1, 2, 3, 4], unit: '' },
    options: [
      {
        id: 'one',
        label: 'its own only',
        why: 'a shape is a shape',
        at: 1,
        refute: 'A dimension that is free takes any length: most models take several rows at once.',
      },
      {
        id: 'two',
        label: 'two of them',
        why: 'the number of rows is free, the rest is not',
        at: 2,
        refute: 'Which dimensions are free is written in the model, and here it is not the rows alone.',
      },
      {
        id: 'all',
        label: 'all of them',
        why: 'it cuts or fills what does not fit',
        at: 4,
        refute:
          'Nothing is cut or filled: weights have fixed lengths, and a multiplication with other lengths is impossible.',
      },
    ],
  }),
  unfit: ({ inputs }) => {
    const [only] = inputs
    if (inputs.length !== 1 || only === undefined) return 'your model has several inputs'
    if (only.dtype !== 'float32' || only.shape === null || only.shape.length < 2)
      return 'the input of your model is not an array of fractions with a known shape'
    return sizeOf(only.shape.map((dim) => dim ?? 1)) > 1e6 ? 'the input of your model is very large' : null
  },
  samples: ['table', 'keras'],
  steps: ({ name }) => [`${name} is loaded`, 'arrays of different shapes are made, and it gets one after another'],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Shape', 'What happened'], caption: '' },
  finding,
  tries: [
    {
      id: 'free',
      label: 'Free dimensions get',
      options: () => [
        { id: '1', label: '1' },
        { id: '3', label: '3' },
      ],
    },
  ],
  transfer: ({ name }) => `Now ${name}, whose input has another shape. How many of the arrays does it take?`,
  recall: {
    question: 'A model with the input [?, 224, 224, 3] refuses a photo of 300 × 200. Why can it not simply take it?',
    causes: [
      'Its weights fit 224 × 224 only; the photo has to be resized first.',
      'Photos have to be square in every model.',
      'It was not trained on that photo.',
    ],
  },
  advice:
    'Print the shapes of a model’s inputs first. Resize and reshape before you call it, and keep free dimensions free when you save it.',
}

async function experiment({ setting, load, open, call, step, show }: Lab): Promise<ShapeFacts> {
  step(0)
  const { session, inputs } = await load()
  const [input] = inputs
  if (input === undefined || input.shape === null) return { wanted: '', tried: 0, taken: 0 }
  step(1)
  const free = Number(setting.free ?? 1)
  const own = input.shape.map((dim) => dim ?? free)
  const shapes = [own, [2, ...own.slice(1)], [...own.slice(0, -1), (own.at(-1) ?? 0) + 1], [...own, 2]]
  let taken = 0
  for (const shape of shapes) {
    const { drop } = await open([{ path: 'array.npy', file: npy(shape) }])
    const binding: InputBinding = {
      input: input.name,
      source: { kind: 'file', file: { drop, path: 'array.npy' } },
      dims: {},
      settings: asItIs,
    }
    const { error, value } = await attempt(ran(call, session, inputs, binding, shape))
    if (value === true) taken++
    show({
      label: formatShape(shape),
      value: null,
      text: value === true ? 'taken' : (error?.message ?? 'brought into shape by this page first'),
    })
  }
  return { wanted: formatShape(input.shape), tried: shapes.length, taken }
}

/** Nothing is to be brought into shape. */
const asItIs: InputBinding['settings'] = []

/** Whether the model ran on exactly this shape. */
async function ran(
  call: Lab['call'],
  session: string,
  inputs: LoadedModel['inputs'],
  binding: InputBinding,
  shape: readonly number[],
): Promise<boolean> {
  const { settings } = await call('run', { session, bindings: completed([binding], inputs) })
  return settings.inputs[0]?.shape.join() === shape.join()
}

function finding({ wanted, tried, taken }: ShapeFacts): Finding {
  const general = 'Fixed dimensions belong to the [weights]; only free ones take any length.'
  const device = 'The check is the same on every device.'
  const model = `Its input is ${wanted}.`
  const says = { general, model, device }
  const answer = { kind: 'number', value: taken } as const
  if (tried === 0)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'This model has no input with a known shape.',
      says: { ...says, model: 'Nothing could be tried.' },
    }
  if (taken === tried)
    return {
      effect: 'opposite',
      answer,
      headline: `It took all ${tried} arrays.`,
      says: { ...says, model: `${model} All of its dimensions are free.` },
    }
  if (taken <= 1)
    return {
      effect: 'close',
      answer,
      headline: 'It took no other shape than its own.',
      says: { ...says, model: `${model} Not even the number of rows is free.` },
    }
  return { effect: 'expected', answer, headline: `It took ${taken} of the ${tried} arrays.`, says }
}
