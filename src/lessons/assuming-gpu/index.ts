import { type RungId, rungLabels, rungRows } from '../../base/ladder.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { attempt } from '../shared/refused.ts'

export interface AssumingFacts {
  readonly asked: RungId
  /** Where it ran; `null` if it was refused. */
  readonly ran: RungId | null
  /** Where it runs if nothing is asked for; `null` if nowhere. */
  readonly automatic: RungId | null
}

export const assumingGpu: Lesson<AssumingFacts> = {
  id: 'assuming-gpu',
  group: 'pitfalls',
  title: 'Assuming a GPU',
  minutes: 2,
  lead: 'A program can ask for one [backend] and nothing else, for example `tf.setBackend("webgpu")`. On the machine of its author that works.',
  question: ({ name }) =>
    `A page asks for a graphics backend to run ${name}, and for nothing else. What happens on this device?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'runs',
        label: 'it runs there',
        why: 'every device has a graphics chip',
        refute: 'Having a chip is not enough: the browser has to offer it, and a driver may be blocked or missing.',
      },
      {
        id: 'falls',
        label: 'it runs somewhere else',
        why: 'the browser finds a way',
        refute: 'A fallback happens only if the program asks for one; who names one backend gets that one or an error.',
      },
      {
        id: 'error',
        label: 'an error',
        why: 'there may be none to use',
        refute: 'This browser does offer it. On the device of somebody else, the same line may fail.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['table', 'keras'],
  steps: ({ name, input }, { backend }) => [
    `${name} is loaded on ${rungLabels[askedOf(backend)]} and nothing else`,
    `it runs on ${input}, if that worked`,
    'it is loaded with the automatic choice, for comparison',
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Asked for', 'What happened'], caption: '' },
  finding,
  tries: [
    {
      id: 'backend',
      label: 'Asked for',
      options: () => [
        { id: 'webgpu', label: rungLabels.webgpu },
        { id: 'webgl', label: rungLabels.webgl },
      ],
    },
  ],
  transfer: ({ name }) => `Now ${name}, asked for in the same way. What happens on this device?`,
  recall: {
    question: 'Your page fails for one visitor in twenty, before the first prediction. What do you check first?',
    causes: [
      'Whether it insists on a backend that they do not have.',
      'Whether their pictures are larger.',
      'Whether they have more memory.',
    ],
  },
  advice: 'Ask for a list in order of preference, test each one with a small computation, and say which one is in use.',
}

function askedOf(backend: string | undefined): RungId {
  return (Object.keys(rungRows) as RungId[]).find((rung) => rung === backend) ?? 'webgpu'
}

async function experiment({ bindings, setting, load, call, step, show }: Lab): Promise<AssumingFacts> {
  const asked = askedOf(setting.backend)
  step(0)
  const pinned = await attempt(load({ backend: asked }))
  step(1)
  const run = pinned.value === null ? null : await attempt(call('run', { session: pinned.value.session, bindings }))
  const failure = pinned.error ?? run?.error ?? null
  show({ label: rungLabels[asked], value: null, text: failure?.message ?? 'it ran' })
  step(2)
  const automatic = await attempt(load({ backend: 'auto' }))
  const rung = automatic.value?.rung ?? null
  show({
    label: 'automatic',
    value: null,
    text: rung === null ? (automatic.error?.message ?? '') : `it runs on ${rungLabels[rung]}`,
  })
  return { asked, ran: failure === null ? (pinned.value?.rung ?? null) : null, automatic: rung }
}

function finding({ asked, ran, automatic }: AssumingFacts): Finding {
  const general = 'Which [backend] works depends on browser, driver and settings. Only a fallback works everywhere.'
  const device =
    automatic === null
      ? 'The automatic choice found none either.'
      : `The automatic choice takes ${rungLabels[automatic]} here.`
  const says = {
    general,
    device,
    model: 'The model is not at fault: it runs wherever there is a [kernel] for each operation.',
  }
  if (automatic === null && ran === null)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'No backend ran it here, so this says nothing about graphics.',
      says,
    }
  if (ran === null)
    return {
      effect: 'expected',
      answer: { kind: 'choice', option: 'error' },
      headline: `${rungLabels[asked]} cannot be used here, so it was refused.`,
      says,
    }
  if (ran !== asked)
    return {
      effect: 'close',
      answer: { kind: 'choice', option: 'falls' },
      headline: `It ran on ${rungLabels[ran]} instead.`,
      says,
    }
  return {
    effect: 'opposite',
    answer: { kind: 'choice', option: 'runs' },
    headline: `It runs on ${rungLabels[asked]} here.`,
    says,
  }
}
