import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given } from './values.ts'

/**
 * Returns 64-bit integers that were computed in 32 bits, given the same results in floats. Raises `input-unsupported` if one of
 * them exceeds 32 bits.
 */
function check({ tf, inputs }: OpCall): readonly Tensor[] {
  const floats = given(inputs[1]).dataSync()
  const beyond = floats.findIndex((value) => Math.abs(value) >= 2 ** 31)
  if (beyond >= 0)
    throw new EngineError(
      'input-unsupported',
      `64-bit arithmetic of the model gives about ${floats[beyond]}, which does not fit in the 32 bits of its integers here.`,
      'Use smaller numbers, or compute this part outside the model.',
    )
  return [tf.clone(given(inputs[0]))]
}

export const integerOps: readonly CustomOp[] = [
  { op: 'CheckInt64', asynchronous: false, exactIntegers: true, execute: check },
]
