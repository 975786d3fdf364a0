import { formatCount } from '../../base/format.ts'
import { type RungId, rungLabels, rungRows } from '../../base/ladder.ts'
import { percentile } from '../../base/percentile.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about, times, withSpread } from '../figures.ts'
import { usableRungs } from '../shared/backends.ts'
import { attempt } from '../shared/refused.ts'

export interface PlacementFacts {
  readonly operations: number
  /** Backends that ran the model, with their steady runs, ms. */
  readonly ran: readonly { readonly rung: RungId; readonly runs: readonly number[] }[]
  /** Why there is no GPU among them; empty if there is one. */
  readonly noGpu: string
}

const rounds = 8

export const placement: Lesson<PlacementFacts> = {
  id: 'placement',
  group: 'steps',
  title: 'Where each operation runs',
  minutes: 4,
  lead: 'The same operations can run on the graphics chip (WebGPU or WebGL), on the [processor] as compiled code (Wasm), or on the processor as plain JavaScript. Each [backend] has a [kernel] of its own for every operation. Sending numbers to another chip and back takes time too.',
  question: ({ name, input }) => `${name} runs on ${input} with every backend that works here. Which is the fastest?`,
  prediction: () => ({
    kind: 'choice',
    options: [
      {
        id: 'gpu',
        label: 'the graphics chip',
        why: 'it is made for such arithmetic',
        refute:
          'A graphics chip pays off when there is much arithmetic for each number that is sent; or there is none to use here.',
      },
      {
        id: 'wasm',
        label: 'the processor, compiled code',
        why: 'nothing has to be sent anywhere',
        refute:
          'Compiled code wins for small and middling models; here another backend had less overhead or more power.',
      },
      {
        id: 'cpu',
        label: 'the processor, plain JavaScript',
        why: 'there is least in between',
        refute: 'JavaScript has the least overhead, but takes each multiplication one at a time.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['keras', 'table'],
  steps: ({ name, input }, { order }) => [
    `${name} is loaded on each backend that works here`,
    order === 'blocks'
      ? `${input} runs on one backend, then on the next`
      : `${input} runs in turns: each backend once, then again`,
    'the middle times are compared; first runs are left out',
  ],
  experiment,
  figure: {
    kind: 'bars',
    scale: 'log',
    heads: ['Backend', 'Time of a run'],
    caption: 'Middle time of a run, on a scale where equal steps are equal factors.',
  },
  finding,
  tries: [
    {
      id: 'order',
      label: 'Order',
      options: () => [
        { id: 'turns', label: 'in turns' },
        { id: 'blocks', label: 'one after the other' },
      ],
    },
  ],
  transfer: ({ name }) => `Now ${name}, a model of another size. Which backend is the fastest?`,
  recall: {
    question: 'A tiny model runs faster on the processor than on the graphics chip. Why?',
    causes: [
      'Sending the numbers there and back takes longer than the arithmetic.',
      'The graphics chip computes less exactly and has to repeat it.',
      'Small models are not allowed on the graphics chip.',
    ],
  },
  advice: 'Measure on the devices of your users before you fix a backend, and keep the automatic choice as a fallback.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<PlacementFacts> {
  step(0)
  const software = new Set(model.ladder.filter(({ state }) => state === 'software').map(({ id }) => id))
  const sessions: { rung: RungId; session: string; runs: number[] }[] = []
  for (const rung of usableRungs(model).filter((id) => !software.has(id))) {
    const { value, error } = await attempt(
      (async () => {
        const loaded = await load({ backend: rung })
        await call('run', { session: loaded.session, bindings })
        return loaded
      })(),
    )
    if (value === null) show({ label: rungLabels[rung], value: null, text: error.message })
    else sessions.push({ rung, session: value.session, runs: [] })
  }
  step(1)
  const once = async (one: (typeof sessions)[number]) => {
    one.runs.push((await call('run', { session: one.session, bindings })).ms)
  }
  if (setting.order === 'blocks') for (const one of sessions) for (let i = 0; i < rounds; i++) await once(one)
  else for (let i = 0; i < rounds; i++) for (const one of sessions) await once(one)
  for (const { rung, runs } of sessions)
    show({ label: rungLabels[rung], value: percentile(runs, 0.5), text: withSpread(runs) })
  step(2)
  const hasGpu = sessions.some(({ rung }) => rungRows[rung].gpu)
  const gpu = model.ladder.filter(({ id }) => rungRows[id].gpu)
  return {
    operations: model.optimisation.after,
    ran: sessions.map(({ rung, runs }) => ({ rung, runs })),
    noGpu: hasGpu ? '' : gpu.map(({ id, reason }) => `${rungLabels[id]}: ${reason}`).join('; '),
  }
}

function finding({ operations, ran, noGpu }: PlacementFacts): Finding {
  const general =
    'What is fastest depends on how much arithmetic there is for each number that is sent. “On the GPU” does not mean “faster”.'
  const sorted = ran.toSorted((a, b) => percentile(a.runs, 0.5) - percentile(b.runs, 0.5))
  const [best, next] = sorted
  const model = `It has ${formatCount(operations, 'operation')}.`
  const gpu = noGpu === '' ? '' : ' No graphics chip could be used here.'
  if (best === undefined || next === undefined)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'Only one backend works here, so there is nothing to compare.',
      says: { general, model, device: `${best === undefined ? 'No backend' : rungLabels[best.rung]} ran it.${gpu}` },
    }
  const ratio = percentile(next.runs, 0.5) / percentile(best.runs, 0.5)
  const option = rungRows[best.rung].gpu ? 'gpu' : best.rung
  const device = `${sorted.map(({ rung, runs }) => `${rungLabels[rung]} ${about(percentile(runs, 0.5))} ms`).join(', ')}.${gpu}`
  if (ratio < 1.2)
    return {
      effect: 'close',
      answer: null,
      headline: `${rungLabels[best.rung]} and ${rungLabels[next.rung]} are about equally fast.`,
      says: { general, model, device },
    }
  return {
    effect: option === 'cpu' ? 'opposite' : 'expected',
    answer: { kind: 'choice', option },
    headline: `${rungLabels[best.rung]} is the fastest: ${rungLabels[next.rung]} takes ${times(ratio)} as long.`,
    says: {
      general,
      model: option === 'cpu' ? `${model} That is so little that handing it over costs more.` : model,
      device,
    },
  }
}
