import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { type DType, sizeOf } from '../../../base/tensor.ts'
import { checkSize, mostDrawn } from '../devices/sizes.ts'
import {
  type Distribution,
  fullInt,
  gamma,
  normal,
  truncatedNormal,
  uniform,
  uniformInt,
  uniformInt64,
} from './distributions.ts'
import type { CustomOp, OpCall } from './op.ts'
import { type Philox, seeded } from './philox.ts'
import { numbersOf } from './values.ts'

interface Drawing {
  readonly distribution: Distribution
  /** For results that the model declares as int64. */
  readonly wide?: Distribution
  /** float32 if absent. */
  readonly dtype?: DType
}

async function drawn(
  call: OpCall,
  generator: Philox,
  { distribution, wide = distribution, dtype = 'float32' }: Drawing,
  parameters: readonly (Tensor | undefined)[],
): Promise<readonly Tensor[]> {
  const shape = await numbersOf(call.inputs[0])
  checkSize('random numbers', sizeOf(shape), mostDrawn)
  const given = await Promise.all(parameters.map(numbersOf))
  const draw = call.attributes.text('integer_width') === 'int64' ? wide : distribution
  return [call.tf.tensor([...draw(generator, sizeOf(shape), given)], [...shape], dtype)]
}

/** The seed is the second input. */
function fromSeed(op: string, drawing: Drawing): CustomOp {
  return {
    op,
    asynchronous: true,
    execute: async (call) => {
      const [first = 0, second = 0] = await numbersOf(call.inputs[1])
      return drawn(call, seeded(first, second), drawing, call.inputs.slice(2))
    },
  }
}

/** The state comes from `StatelessRandomGetKeyCounter` as 32-bit words, or as 64-bit numbers that fit in 32 bits. */
function fromState(op: string, drawing: Drawing): CustomOp {
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
      const [k0, k1, c0, c1, c2, c3] = [...words(key, 2), ...words(counter, 4)].map((word) => word >>> 0)
      if (algorithm === 2 || k0 === undefined || k1 === undefined || c3 === undefined)
        throw new EngineError(
          'unknown-op',
          'The model draws random numbers with an algorithm other than Philox, which is not supported.',
        )
      const state = { key: [k0, k1], counter: [c0 ?? 0, c1 ?? 0, c2 ?? 0, c3] } as const
      return drawn(call, state, drawing, inputs.slice(4))
    },
  }
}

function words(values: ArrayLike<number>, count: number): readonly number[] {
  const list = Array.from(values)
  return list.length === count ? list : list.flatMap((value) => [value, value < 0 ? -1 : 0])
}

async function keyAndCounter({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const [first = 0, second = 0] = await numbersOf(inputs[0])
  const { key, counter } = seeded(first, second)
  const tensor = (list: readonly number[]): Tensor => tf.tensor1d(Int32Array.from(list), 'int32')
  return [tensor(key), tensor(counter)]
}

export const randomOps: readonly CustomOp[] = [
  { op: 'StatelessRandomGetKeyCounter', asynchronous: true, execute: keyAndCounter },
  fromState('StatelessRandomUniformV2', { distribution: uniform }),
  fromState('StatelessRandomNormalV2', { distribution: normal }),
  fromState('StatelessTruncatedNormalV2', { distribution: truncatedNormal }),
  fromState('StatelessRandomUniformIntV2', { distribution: uniformInt, wide: uniformInt64, dtype: 'int32' }),
  fromState('StatelessRandomUniformFullIntV2', { distribution: fullInt, dtype: 'int32' }),
  fromState('StatelessRandomGammaV3', { distribution: gamma }),
  fromSeed('StatelessRandomUniform', { distribution: uniform }),
  fromSeed('StatelessRandomNormal', { distribution: normal }),
  fromSeed('StatelessTruncatedNormal', { distribution: truncatedNormal }),
  fromSeed('StatelessRandomUniformInt', { distribution: uniformInt, wide: uniformInt64, dtype: 'int32' }),
]
