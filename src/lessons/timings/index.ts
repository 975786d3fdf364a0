import { formatDuration } from '../../base/format.ts'
import { percentile } from '../../base/percentile.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about, clockStep, times } from '../figures.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'

export interface TimingFacts {
  /** Steady runs, ms. */
  readonly runs: readonly number[]
  readonly clock: number
  /** True if the page was hidden meanwhile, which slows it. */
  readonly hidden: boolean
}

const runs = 30

export const timings: Lesson<TimingFacts> = {
  id: 'timings',
  group: 'more',
  title: '“One timing tells the speed”',
  minutes: 3,
  lead: 'The same model runs on the same input again and again. The arithmetic is equal each time, and the first runs are left out. The computer does other things meanwhile: other programs, its own clock speed, its memory.',
  question: ({ name, input }) => `${name} runs ${runs} times on ${input}. Between which times do most runs lie?`,
  prediction: () => ({
    kind: 'spread',
    axis: { min: 0.05, max: 5000, scale: 'log', marks: [0.1, 1, 10, 100, 1000], unit: ' ms' },
  }),
  unfit: () => null,
  samples: ['keras', 'table'],
  steps: ({ name, input }) => [
    `${name} is loaded and runs a few times, untimed`,
    `it runs ${runs} times on ${input}, and each run is timed`,
  ],
  experiment,
  figure: {
    kind: 'dots',
    scale: 'log',
    heads: ['Run', 'Time'],
    caption: 'Milliseconds for each run. Each line is ten times the one below.',
  },
  finding,
  tries: [otherBackend],
  transfer: ({ name }) => `Now ${name} runs ${runs} times. Between which times do most runs lie?`,
  recall: {
    question: 'Somebody reports “it takes 4.271 ms”. What is missing?',
    causes: [
      'How many runs, how far apart, and whether the first was counted.',
      'More digits.',
      'The name of the model’s author.',
    ],
  },
  advice: 'Report the middle of many runs with its spread, on a named device, and the first run apart.',
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<TimingFacts> {
  step(0)
  const { session } = await load({ backend: rungOf(setting, model) })
  for (let i = 0; i < 3; i++) await call('run', { session, bindings })
  step(1)
  const measured: number[] = []
  let hidden = false
  for (let i = 0; i < runs; i++) {
    const { ms } = await call('run', { session, bindings })
    hidden ||= globalThis.document?.hidden === true
    measured.push(ms)
    show({ label: `${i + 1}`, value: ms, text: formatDuration(ms) })
  }
  return { runs: measured, clock: clockStep(), hidden }
}

function finding({ runs: measured, clock, hidden }: TimingFacts): Finding {
  const general = 'A time is a range, not a number. The middle of many runs says more than the best or the last.'
  const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => percentile(measured, share)) as [number, number, number]
  const longest = Math.max(...measured)
  const device = `${hidden ? 'The page was hidden for a while, which slows it. ' : ''}The longest of ${measured.length} runs took ${times(longest / middle)} as long as the middle one.`
  const answer = { kind: 'spread', low, high } as const
  if (middle < 10 * clock)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'These runs are too short for the clock of this browser.',
      says: {
        general,
        model: `One takes about ${formatDuration(middle)}.`,
        device: `The clock moves in steps of ${formatDuration(clock)}.`,
      },
    }
  const says = { general, device, model: `The middle run took ${about(middle)} ms.` }
  const headline = `Eight of ten runs took between ${about(low)} and ${about(high)} ms.`
  if (high / low < 1.1)
    return { effect: 'close', answer, headline: `Most runs took about ${about(middle)} ms, within a tenth.`, says }
  if (high / low > 10)
    return {
      effect: 'opposite',
      answer,
      headline: `${headline} That is no speed at all.`,
      says: { ...says, device: `${device} Something else was busy: run it again.` },
    }
  return { effect: 'expected', answer, headline, says }
}
