import type { PlannedStep, StepSetting } from '../../base/plan.ts'
import type { RunResult } from '../../base/run.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { answerOf, differenceOf } from '../shared/answers.ts'
import { attempt } from '../shared/refused.ts'

export interface ShapesFacts {
  /** Ways that were tried, with the page's own. */
  readonly ways: number
  readonly failed: number
  /** Ways whose numbers differ from those of the page's own by more than 1 %. */
  readonly different: number
  /** Ways that change the answer as it is shown, with its score. */
  readonly otherAnswers: number
  /** What the model or its files state about the changed steps; empty if nothing. */
  readonly proven: readonly string[]
}

const most = 5

export const shapes: Lesson<ShapesFacts> = {
  id: 'shapes',
  group: 'steps',
  title: 'The shape it wants',
  minutes: 4,
  lead: 'A model takes a [tensor] of a certain [shape]. Between your file and that tensor lies the [preprocessing]: size, colours, range of the numbers, order of the columns. The shape is written in the model. What the numbers should mean often is not.',
  question: ({ name, input }) => `${input} is prepared in up to five plausible ways for ${name}. What happens?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'same',
        label: 'all give nearly the same answer',
        why: 'it is the same input',
        refute: 'It is the same file, but not the same numbers, and the model only gets the numbers.',
      },
      {
        id: 'error',
        label: 'the wrong ones stop with an error',
        why: 'the model checks its input',
        refute: 'A model checks the [shape] alone: any numbers of that shape are multiplied.',
      },
      {
        id: 'differ',
        label: 'all run, and the answers differ',
        why: 'it takes any numbers of the right shape',
        refute: 'Here the answers hardly depend on the way, or the wrong ways were refused.',
      },
    ],
  }),
  unfit: (_, { fed }) => (fed ? null : 'no file is loaded as an input'),
  samples: ['digits', 'table'],
  steps: ({ name, input }) => [
    `${input} is prepared as this page proposes, and ${name} runs`,
    'one option of the preparation is changed, and it runs again; then another',
    'the answers are compared',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Prepared', 'Answer'], caption: '' },
  finding,
  tries: [
    {
      id: 'part',
      label: 'Change',
      options: () => [
        { id: 'all', label: 'any step' },
        { id: 'scale', label: 'the range only' },
      ],
    },
  ],
  transfer: ({ name, input }) => `Now ${input}, prepared in several ways for ${name}. What happens?`,
  recall: {
    question:
      'A model that works in Python gives odd answers in a web page, without any error. What is the likely cause?',
    causes: [
      'The page prepares the input differently, in the right shape.',
      'The browser rounds the weights.',
      'The model has to be trained again for the browser.',
    ],
  },
  advice:
    'Save the preprocessing with the model, or inside it as layers. Compare one answer with Python before you trust it.',
}

/** Steps whose numbers a file or the graph may state; the size is known from the shape. */
const provable: ReadonlySet<string> = new Set(['scale', 'channels', 'standardise', 'columns'])

interface Way {
  readonly label: string
  readonly step: PlannedStep
  readonly setting: StepSetting
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<ShapesFacts> {
  step(0)
  const { session } = await load({ backend: model.rung })
  const own = await call('run', { session, bindings })
  show({ label: 'as proposed', value: null, text: answerOf(own) })
  step(1)
  const [input] = own.settings.inputs
  const ways = waysOf(own, setting.part === 'scale').slice(0, most - 1)
  let [failed, different, otherAnswers] = [0, 0, 0]
  for (const { label, setting: changed } of ways) {
    const changedBindings = bindings.map((one) =>
      one.input === input?.name ? { ...one, settings: withSetting(one.settings, changed) } : one,
    )
    const { value, error } = await attempt(call('run', { session, bindings: changedBindings }))
    if (value === null) failed++
    else {
      if (differenceOf(own, value) > 0.01) different++
      if (answerOf(own) !== answerOf(value)) otherAnswers++
    }
    show({ label, value: null, text: value === null ? error.message : answerOf(value) })
  }
  step(2)
  const steps = [...new Set(ways.map((way) => way.step))]
  const proven = steps
    .filter(({ id, certainty }) => provable.has(id) && certainty !== 'guessed')
    .map(({ label, summary }) => `${label} ${summary}`)
  return { ways: ways.length + 1, failed, different, otherAnswers, proven }
}

/** One changed option each: the first other value of every option, then the next one. */
function waysOf({ settings }: RunResult, scaleOnly: boolean): readonly Way[] {
  const plan = settings.inputs[0]?.plan ?? []
  const steps = scaleOnly ? plan.filter(({ id }) => id === 'scale' || id === 'standardise') : plan
  const others = steps.flatMap((step) =>
    step.fields.map((field): readonly Way[] => {
      const way = (label: string, value: string | boolean): Way => ({
        label: `${field.label}: ${label}`,
        step,
        setting: { id: step.id, values: { [field.id]: value } },
      })
      if (field.minor === true) return []
      if (field.type === 'switch') return [way(field.value ? 'off' : 'on', !field.value)]
      if (field.type !== 'choice') return []
      return field.options.filter(({ id }) => id !== field.value).map(({ id, label }) => way(label, id))
    }),
  )
  const longest = Math.max(0, ...others.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => others.flatMap((list) => list[i] ?? [])).flat()
}

function withSetting(settings: readonly StepSetting[], changed: StepSetting): readonly StepSetting[] {
  const before = settings.find(({ id }) => id === changed.id)
  const merged = { id: changed.id, values: { ...before?.values, ...changed.values } }
  return [...settings.filter(({ id }) => id !== changed.id), merged]
}

function finding({ ways, failed, different, otherAnswers, proven }: ShapesFacts): Finding {
  const general =
    'A model checks the [shape] of its input, not the meaning: numbers of the right shape always give an answer.'
  const device = 'The same happens on every device: the arithmetic is not in doubt, the numbers are.'
  const proof =
    proven.length === 0
      ? 'Nothing in its files says which way is right.'
      : `Its files or graph state: ${proven.slice(0, 2).join('; ')}.`
  if (ways < 2)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'This input has no options of preparation.',
      says: { general, device, model: 'Its values go into the model as they are. Try a picture or a table.' },
    }
  const tried = ways - 1
  if (failed > tried / 2)
    return {
      effect: 'opposite',
      answer: { kind: 'choice', option: 'error' },
      headline: `${failed} of ${tried} other ways were refused.`,
      says: { general, device, model: `Those ways give another shape or type, which this model does check. ${proof}` },
    }
  if (different === 0)
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'same' },
      headline: 'All ways gave nearly the same numbers.',
      says: { general, device, model: `For this input, this model hardly depends on the way. ${proof}` },
    }
  return {
    effect: 'expected',
    answer: { kind: 'choice', option: 'differ' },
    headline: `${failed === 0 ? 'All ways ran' : `${tried - failed} of ${tried} other ways ran`}; ${different} gave other numbers.`,
    says: {
      general,
      device,
      model: `${otherAnswers === 0 ? 'The answer shown stayed the same.' : `The answer shown changed ${otherAnswers === 1 ? 'once' : `${otherAnswers} times`}.`} ${proof}`,
    },
  }
}
