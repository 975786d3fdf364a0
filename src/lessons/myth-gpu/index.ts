import { type RungId, type RungState, rungLabels, rungRows } from '../../base/ladder.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'

export interface GpuFacts {
  readonly rung: RungId
  /** Backends before it, with the reason why each was passed over. */
  readonly passed: readonly { readonly rung: RungId; readonly state: RungState; readonly reason: string }[]
}

export const mythGpu: Lesson<GpuFacts> = {
  id: 'myth-gpu',
  group: 'myths',
  title: '“It always uses the GPU”',
  minutes: 2,
  lead: 'A browser may offer the graphics chip through WebGPU or WebGL. This page tries the [backend]s in a fixed order, lets each compute something whose result is known, and takes the first that is right and has a [kernel] for every operation.',
  question: ({ name }) => `You load ${name} and choose no backend. Where does it run on this device?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'gpu',
        label: 'on the graphics chip',
        why: 'that is what they are used for',
        refute:
          'A graphics chip is used only if the browser offers one, it computes rightly, and it has a kernel for every operation.',
      },
      {
        id: 'wasm',
        label: 'on the processor, compiled code',
        why: 'it works everywhere',
        refute:
          'Compiled code is the fallback in most browsers, but another backend was usable here and stands before it, or it was not.',
      },
      {
        id: 'cpu',
        label: 'on the processor, plain JavaScript',
        why: 'it is a web page',
        refute: 'Plain JavaScript is the last resort: everything else is tried before it.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['keras', 'table'],
  steps: ({ name }) => [
    'the browser is asked what it offers',
    `${name} is loaded, and the backends are tried in order`,
  ],
  experiment,
  figure: { kind: 'texts', scale: 'linear', heads: ['Backend', 'What was found'], caption: '' },
  finding,
  tries: [
    {
      id: 'backend',
      label: 'Backend',
      options: () => [
        { id: 'auto', label: 'automatic' },
        { id: 'wasm', label: 'Wasm' },
      ],
    },
  ],
  transfer: ({ name }) => `Now ${name}, a different model. Where does it run if you choose nothing?`,
  recall: {
    question: 'The same page is fast on one laptop and slow on another. What should you look at first?',
    causes: [
      'Which backend each of them uses, and why.',
      'Which of them trained the model.',
      'The size of the screen.',
    ],
  },
  advice: 'Show which backend is in use, and test your page with the graphics chip switched off.',
}

async function experiment({ setting, load, call, step, show }: Lab): Promise<GpuFacts> {
  step(0)
  await call('probe', {})
  step(1)
  const { rung, ladder } = await load({ backend: setting.backend === 'wasm' ? 'wasm' : 'auto' })
  for (const { id, state, reason } of ladder)
    show({ label: rungLabels[id], value: null, text: id === rung ? `in use: ${reason}` : reason || state })
  const before = ladder.slice(
    0,
    ladder.findIndex(({ id }) => id === rung),
  )
  return { rung, passed: before.map(({ id, state, reason }) => ({ rung: id, state, reason })) }
}

function finding({ rung, passed }: GpuFacts): Finding {
  const general = 'Where a model runs depends on browser, device and model. That is also so in Python.'
  const model = 'The backend in use has a [kernel] for each of its operations.'
  const { label, gpu } = rungRows[rung]
  const answer = { kind: 'choice', option: gpu ? 'gpu' : rung } as const
  const graphics = passed.filter((one) => rungRows[one.rung].gpu)
  if (gpu)
    return {
      effect: 'opposite',
      answer,
      headline: `It runs on the graphics chip here, through ${label}.`,
      says: {
        general,
        model,
        device: 'This browser offers one that computed a known result rightly. Another device may not.',
      },
    }
  if (graphics.some(({ state }) => state === 'software'))
    return {
      effect: 'close',
      answer,
      headline: `It runs on the processor, with ${label}; the graphics chip here is only imitated.`,
      says: {
        general,
        model,
        device:
          'The browser offers a graphics chip that the processor imitates. That is slower than the processor itself.',
      },
    }
  if (graphics.length === 0)
    return {
      effect: 'unmeasured',
      answer,
      headline: `${label} was chosen by hand, so no graphics chip was tried.`,
      says: { general, model, device: 'Set the backend to automatic to see what this device offers.' },
    }
  return {
    effect: 'expected',
    answer,
    headline: `It runs on the processor, with ${label}.`,
    says: { general, model, device: 'No graphics chip could be used here; the list on the right gives the reasons.' },
  }
}
