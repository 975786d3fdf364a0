import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf, differenceOf } from '../shared/answers.ts'
import { attempt } from '../shared/refused.ts'

export interface RawFacts {
  /** False if the input has no range to change. */
  readonly hasRange: boolean
  readonly refused: boolean
  /** Between both outputs, as a share of the largest value. */
  readonly difference: number
  readonly before: string
  readonly after: string
}

export const rawPixels: Lesson<RawFacts> = {
  id: 'raw-pixels',
  group: 'pitfalls',
  title: 'Right shape, wrong numbers',
  minutes: 3,
  lead: 'A pixel is a number from 0 to 255. Models are trained on some range: 0…1, −1…1, or the raw 0…255. Bringing pixels into that range is one line of [preprocessing], and easily forgotten.',
  question: ({ name, input }) => `${name} gets ${input} in another range of numbers than before. What happens?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'error',
        label: 'it stops with an error',
        why: 'the numbers are out of range',
        refute: 'Nothing checks a range: any number can be multiplied.',
      },
      {
        id: 'same',
        label: 'nearly the same answer',
        why: 'it is the same picture',
        refute: 'For us it is the same picture; for the model, every number is another one.',
      },
      {
        id: 'other',
        label: 'other numbers, without a complaint',
        why: 'it multiplies what it gets',
        refute: 'Here the range hardly mattered, or the input was refused.',
      },
    ],
  }),
  unfit: ({ pictureInputs }, { fed }) => {
    if (pictureInputs.length === 0) return 'your model takes no pictures'
    return fed ? null : 'no picture is loaded as an input'
  },
  samples: ['doodle', 'photo'],
  steps: ({ name, input }) => [
    `${name} runs on ${input} as this page prepares it`,
    'the range is changed, and it runs again',
    'both answers are compared',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Range', 'Answer'], caption: '' },
  finding,
  tries: [
    {
      id: 'range',
      label: 'Range',
      options: () => [
        { id: 'none', label: '0…255' },
        { id: 'minus-one-one', label: '−1…1' },
      ],
    },
  ],
  transfer: ({ name, input }) => `Now ${name} gets ${input} in another range. What happens?`,
  recall: {
    question: 'A model is sure of the same wrong class for every photo. What is the likely cause?',
    causes: [
      'The pixels are in another range than in training.',
      'The photos are too large.',
      'The backend is too slow.',
    ],
  },
  advice:
    'Write the range down with the model, or put a Rescaling layer into it. Test with one picture whose answer you know.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<RawFacts> {
  step(0)
  const { session } = await load({ backend: model.rung })
  const own = await call('run', { session, bindings })
  const before = answerOf(own)
  const input = own.settings.inputs.find(({ plan }) => plan.some(({ id }) => id === 'scale'))
  const used = input?.plan.find(({ id }) => id === 'scale')?.values.scale
  show({
    label: `as proposed (${used === undefined ? 'no range' : (ranges[String(used)] ?? String(used))})`,
    value: null,
    text: before,
  })
  step(1)
  const wanted = setting.range ?? 'none'
  const range = used === wanted ? 'zero-one' : wanted
  const changed = { id: 'scale', values: { scale: range } }
  const others = bindings.map((one) =>
    one.input === input?.name
      ? { ...one, settings: [...one.settings.filter(({ id }) => id !== changed.id), changed] }
      : one,
  )
  const { value, error } = await attempt(call('run', { session, bindings: others }))
  const after = value === null ? error.message : answerOf(value)
  show({ label: ranges[range] ?? range, value: null, text: after })
  step(2)
  const difference = value === null ? 0 : differenceOf(own, value)
  return { hasRange: input !== undefined, refused: value === null, difference, before, after }
}

const ranges: Readonly<Record<string, string>> = { none: '0…255', 'zero-one': '0…1', 'minus-one-one': '−1…1' }

function finding({ hasRange, refused, difference, before, after }: RawFacts): Finding {
  const general =
    'A model multiplies whatever it gets. Numbers of the right [shape] never raise an error, however wrong they are.'
  const device = 'The same happens on every device.'
  const says = (model: string) => ({ general, device, model })
  if (!hasRange)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'This input has no range to change.',
      says: says('Its numbers go into the model as they are.'),
    }
  if (refused)
    return {
      effect: 'opposite',
      answer: { kind: 'choice', option: 'error' },
      headline: 'It was refused.',
      says: says('This model checks its numbers, which is rare.'),
    }
  if (before === after && difference < 0.05)
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'same' },
      headline: 'The answer is nearly the same.',
      says: says('It is scaled inside the model, or this input is so clear that the range does not matter.'),
    }
  return {
    effect: 'expected',
    answer: { kind: 'choice', option: 'other' },
    headline: 'It gave other numbers, without a complaint.',
    says: says(
      before === after
        ? 'The answer reads the same here, but its numbers are others.'
        : `“${before}” became “${after}”.`,
    ),
  }
}
