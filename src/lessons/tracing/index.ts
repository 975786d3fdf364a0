import { formatCount, formatDuration } from '../../base/format.ts'
import { type RungId, rungLabels } from '../../base/ladder.ts'
import { percentile } from '../../base/percentile.ts'
import type { InputBinding } from '../../base/plan.ts'
import type { LoadedModel } from '../../engine/protocol.ts'
import type { Finding, Lab, Lesson } from '../contract.ts'
import { about, clockStep, times, withSpread } from '../figures.ts'
import { otherBackend, rungOf } from '../shared/backends.ts'

export interface TracingFacts {
  readonly rung: RungId
  readonly operations: number
  /** Compile, run and read-back of the first run, ms. */
  readonly first: number
  /** Share of the first run that its own compile stage took, ms; `null` if the backend compiles nothing ahead. */
  readonly compile: number | null
  /** The later runs with the same shape, ms. */
  readonly later: readonly number[]
  /** The run with another shape, ms; `null` if there was none. */
  readonly changed: number | null
  /** Smallest step of the clock, ms. */
  readonly clock: number
}

const runs = 10
/** The run, from 0, that gets a batch of two on request. */
const changedAt = 5

export const tracing: Lesson<TracingFacts> = {
  id: 'tracing',
  group: 'steps',
  title: 'Trace once, run many times',
  minutes: 3,
  lead: 'A saved model is a list of operations. Before they can run, something has to prepare them: plan their order, reserve memory and find, or compile, a [kernel] for each [operation]. Python’s `tf.function` prepares too; it calls that [tracing].',
  question: ({ name, input }) =>
    `${name} runs ten times on ${input}. How much longer does the first run take than the others?`,
  prediction: () => ({
    kind: 'choice',
    axis: { min: 1, max: 100, scale: 'log', marks: [1, 2, 5, 10, 20, 50, 100], unit: ' times' },
    options: [
      {
        id: 'same',
        label: 'the same',
        why: 'the work is the same each time',
        at: 1,
        refute: 'The arithmetic is the same each time, but the first run also prepares it.',
      },
      {
        id: 'two',
        label: 'about 2 times',
        why: 'a little to warm up',
        at: 2,
        refute: 'Nothing wears in: what is prepared once is kept, and how much that is depends on the backend.',
      },
      {
        id: 'ten',
        label: 'about 10 times',
        why: 'something is prepared first',
        at: 10,
        refute: 'Something is prepared, but not as much as you thought, or more.',
      },
      {
        id: 'fifty',
        label: 'about 50 times',
        why: 'the first run is mostly not running',
        at: 50,
        refute: 'That is what a graphics chip can need to compile its programs; here there was less to prepare.',
      },
    ],
  }),
  unfit: () => null,
  samples: ['keras', 'table'],
  steps: ({ name, input }, setting) => [
    `${name} is loaded afresh`,
    setting.shape === 'two'
      ? `${input} runs ten times; run ${changedAt + 1} gets a batch of two instead`
      : `${input} runs ten times, one after another`,
    'each run is timed until its answer can be read',
  ],
  experiment,
  figure: {
    kind: 'dots',
    scale: 'log',
    heads: ['Run', 'Time'],
    caption: 'Milliseconds for each run. Each line is ten times the one below.',
  },
  finding,
  tries: [
    otherBackend,
    {
      id: 'optimise',
      label: 'Optimiser',
      options: () => [
        { id: 'on', label: 'on' },
        { id: 'off', label: 'off' },
      ],
    },
    { id: 'shape', label: `Batch in run ${changedAt + 1}`, options: shapeOptions },
  ],
  transfer: ({ name }) => `Now ${name}, a different model. How much longer will its first run take than the others?`,
  recall: {
    question: 'A web page answers its first visitor slowly and all others fast. What is the first one waiting for?',
    causes: [
      'Preparing the operations: planning and compiling, which is then kept.',
      'The weights, which adapt to the first input.',
      'The arithmetic, which is slower while the chip is cold.',
    ],
  },
  advice: 'Run the model once with zeros when your page loads, before anyone waits for an answer.',
}

function shapeOptions({ inputs }: LoadedModel) {
  const one = { id: 'one', label: '1' }
  const free = inputs.every(({ shape }) => shape !== null && shape.length > 0 && shape[0] === null)
  return free ? [one, { id: 'two', label: '2' }] : [one]
}

async function experiment({ model, bindings, setting, load, call, step, show }: Lab): Promise<TracingFacts> {
  step(0)
  const loaded = await load({ backend: rungOf(setting, model), optimise: setting.optimise !== 'off' })
  step(1)
  const { session, inputs } = loaded
  const two = inputs.map(
    ({ name, dtype }): InputBinding => ({
      input: name,
      source: dtype === 'string' ? { kind: 'text', text: 'a' } : { kind: 'fill', fill: 'zeros', seed: 1 },
      dims: { 0: 2 },
      settings: [],
    }),
  )
  const later: number[] = []
  let first = Number.NaN
  let compile: number | null = null
  let changed: number | null = null
  for (let run = 0; run < runs; run++) {
    const isChanged = run === changedAt && setting.shape === 'two'
    const result = await call('run', { session, bindings: isChanged ? two : bindings })
    const ms = run === 0 || isChanged ? result.firstMs : result.ms
    if (run === 0) {
      first = ms
      compile = result.ledger.find(({ id }) => id === 'compile')?.ms ?? null
    } else if (isChanged) changed = ms
    else later.push(ms)
    const note = isChanged ? ', a batch of two' : ''
    show({ label: `${run + 1}${note}`, value: ms, text: formatDuration(ms) })
  }
  step(2)
  return {
    rung: loaded.rung,
    operations: loaded.optimisation.after,
    first,
    compile,
    later,
    changed,
    clock: clockStep(),
  }
}

function finding({ rung, operations, first, compile, later, changed, clock }: TracingFacts): Finding {
  const middle = percentile(later, 0.5)
  const ratio = first / middle
  const general =
    'TensorFlow does the same: a `tf.function` is traced once for each new [shape] or type of input, then reused.'
  const shape = changed === null ? '' : ` The batch of two took ${times(changed / middle)} as long as the others.`
  if (middle < 10 * clock)
    return {
      effect: 'unmeasured',
      answer: null,
      headline: 'These runs are too short to compare here.',
      says: {
        general,
        model: `One run takes about ${formatDuration(middle)}.`,
        device: `The clock of this browser moves in steps of ${formatDuration(clock)}. Try a larger model.`,
      },
    }
  const rest = `The others took ${withSpread(later)}.${shape}`
  if (ratio < 1.3 && ratio > 1 / 1.3)
    return {
      effect: 'close',
      answer: { kind: 'number', value: 1 },
      headline: 'The first run took about as long as the others.',
      says: {
        general,
        model: `Its ${formatCount(operations, 'operation')} need little preparation. ${rest}`,
        device: `${rungLabels[rung]} compiles nothing for them here.`,
      },
    }
  if (ratio < 1)
    return {
      effect: 'opposite',
      answer: { kind: 'number', value: ratio },
      headline: 'The first run was the shortest here.',
      says: {
        general,
        model: `${rest} The first took ${formatDuration(first)}.`,
        device: 'Something else slowed the later runs: another program, heat, or a saving mode. Run it again.',
      },
    }
  const compiled = compile === null || compile < first / 10 ? '' : `, ${about(compile)} ms of them compiling`
  return {
    effect: 'expected',
    answer: { kind: 'number', value: ratio },
    headline: `The first run took about ${times(ratio)} as long.`,
    says: {
      general,
      model: `It prepared ${formatCount(operations, 'operation')} and kept the result. ${rest}`,
      device: `On ${rungLabels[rung]} here, the first took ${about(first)} ms${compiled}.`,
    },
  }
}
