import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { area, bicubic, scaleAndTranslate, type Weights } from '../lowering/resampling-weights.ts'
import type { CustomOp, OpCall } from './op.ts'
import { numbersOf } from './values.ts'

function weightsOf({ attributes }: OpCall, scale: readonly number[], translation: readonly number[]): Weights | null {
  const [aligned, centred] = [attributes.flag('align_corners'), attributes.flag('half_pixel_centers')]
  const method = attributes.text('method')
  if (method === 'ResizeBicubic') return bicubic(aligned, centred)
  if (method === 'ResizeArea') return area(aligned)
  const axis = attributes.number('axis')
  const kernel = attributes.text('kernel_type', 'lanczos3')
  return scaleAndTranslate(kernel, scale[axis] ?? 1, translation[axis] ?? 0, attributes.flag('antialias', true))
}

/** The weights that resample one axis of a picture, `[1, to, from]`, for sizes known at run time only. */
async function weights(call: OpCall): Promise<readonly Tensor[]> {
  const [[from = 0] = [], [to = 0] = [], scale = [], translation = []] = await Promise.all(call.inputs.map(numbersOf))
  const make = weightsOf(call, scale, translation)
  if (make === null)
    throw new EngineError('unknown-op', 'The model resizes with a kernel that TensorFlow does not have.')
  return [call.tf.tensor3d(make(from, to), [1, to, from], 'float32')]
}

export const resampleOps: readonly CustomOp[] = [{ op: '_ResampleWeights', asynchronous: true, execute: weights }]
