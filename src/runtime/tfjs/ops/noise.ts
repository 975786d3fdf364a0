import type { Tensor } from '@tensorflow/tfjs-core'
import { sizeOf } from '../../../base/tensor.ts'
import { checkSize, mostDrawn } from '../devices/sizes.ts'
import type { CustomOp, OpCall } from './op.ts'
import { numbersOf } from './values.ts'

type Draw = (shape: number[], call: OpCall, parameters: readonly number[]) => Tensor

/** Random numbers that differ from run to run, as TensorFlow.js draws them, but never more than memory can hold. */
function noise(op: string, draw: Draw): CustomOp {
  return {
    op,
    replaces: true,
    asynchronous: true,
    execute: async (call) => {
      const [shape = [], ...parameters] = await Promise.all(call.inputs.map(numbersOf))
      checkSize(op, sizeOf(shape), mostDrawn)
      return [draw([...shape], call, parameters.flat())]
    },
  }
}

const seedOf = ({ attributes }: OpCall): number => attributes.number('seed')

export const noiseOps: readonly CustomOp[] = [
  noise('RandomUniform', (shape, { tf }) => tf.randomUniform(shape, 0, 1, 'float32')),
  noise('RandomStandardNormal', (shape, call) => call.tf.randomStandardNormal(shape, 'float32', seedOf(call))),
  noise('TruncatedNormal', (shape, call) => call.tf.truncatedNormal(shape, 0, 1, 'float32', seedOf(call))),
  noise('RandomUniformInt', (shape, call, [low = 0, high = 1]) =>
    call.tf.randomUniformInt(shape, low, high, seedOf(call)),
  ),
]
