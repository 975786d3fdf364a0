import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { CustomOp, OpCall } from './op.ts'
import { type Philox, randomWords, seeded } from './philox.ts'
import { numbersOf } from './values.ts'

type Distribution = (words: readonly number[]) => readonly number[]

/** 23 bits as a fraction in [0, 1). */
const fraction = (word: number): number => (word & 0x7fffff) / 0x800000

const uniform: Distribution = (words) => words.map(fraction)

/** The Box–Muller transform of pairs of words. */
const normal: Distribution = (words) =>
  words.flatMap((word, i) => {
    if (i % 2 === 1) return []
    const radius = Math.sqrt(-2 * Math.log(Math.max(1e-7, fraction(word))))
    const angle = 2 * Math.PI * fraction(words[i + 1] ?? 0)
    return [Math.sin(angle) * radius, Math.cos(angle) * radius]
  })

async function drawn(call: OpCall, generator: Philox, distribution: Distribution): Promise<readonly Tensor[]> {
  const shape = await numbersOf(call.inputs[0])
  const size = sizeOf(shape)
  // Box–Muller needs an even number of words.
  const words = [...randomWords(generator, size + (size % 2))]
  return [call.tf.tensor(distribution(words).slice(0, size), [...shape], 'float32')]
}

/** The seed is the second input. */
function fromSeed(op: string, distribution: Distribution): CustomOp {
  return {
    op,
    asynchronous: true,
    execute: async (call) => {
      const [first = 0, second = 0] = await numbersOf(call.inputs[1])
      return drawn(call, seeded(first, second), distribution)
    },
  }
}

/** The state comes from `StatelessRandomGetKeyCounter`, as 32-bit words. */
function fromState(op: string, distribution: Distribution): CustomOp {
  return {
    op,
    asynchronous: true,
    execute: async (call) => {
      const { inputs } = call
      const [key, counter, [algorithm = 1]] = await Promise.all([
        numbersOf(inputs[1]),
        numbersOf(inputs[2]),
        numbersOf(inputs[3]),
      ])
      const [k0, k1, c0, c1, c2, c3] = [...key, ...counter].map((word) => word >>> 0)
      if (algorithm === 2 || k0 === undefined || k1 === undefined || c3 === undefined)
        throw new EngineError(
          'unknown-op',
          'The model draws random numbers with an algorithm other than Philox, which is not supported.',
        )
      const state = { key: [k0, k1], counter: [c0 ?? 0, c1 ?? 0, c2 ?? 0, c3] } as const
      return drawn(call, state, distribution)
    },
  }
}

async function keyAndCounter({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const [first = 0, second = 0] = await numbersOf(inputs[0])
  const { key, counter } = seeded(first, second)
  const words = (list: readonly number[]): Tensor => tf.tensor1d(Int32Array.from(list), 'int32')
  return [words(key), words(counter)]
}

export const randomOps: readonly CustomOp[] = [
  { op: 'StatelessRandomGetKeyCounter', asynchronous: true, execute: keyAndCounter },
  fromState('StatelessRandomUniformV2', uniform),
  fromState('StatelessRandomNormalV2', normal),
  fromSeed('StatelessRandomUniform', uniform),
  fromSeed('StatelessRandomNormal', normal),
]
