import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { OpAttributes } from './attributes.ts'
import type { CustomOp, OpCall } from './op.ts'

/** Arguments of the fused convolution kernels, read once per node. */
interface Convolution {
  readonly attributes: NamedAttrMap
  readonly biased: boolean
  readonly prelu: boolean
}

/**
 * Calls the kernels of fused convolutions directly. tfjs's own ops run conversions, checks and the gradient machinery
 * at every call, which takes a tenth of a small network's time.
 */
function fused(op: string, kernel: string): CustomOp {
  const read = new WeakMap<OpAttributes, Convolution>()
  return {
    op,
    replaces: true,
    asynchronous: false,
    execute: ({ tf, inputs, attributes: given }) => {
      const convolution = read.get(given) ?? convolutionOf(op, given)
      read.set(given, convolution)
      const [x, filter, ...rest] = inputs
      const bias = convolution.biased ? rest[0] : undefined
      const preluActivationWeights = convolution.prelu ? rest[convolution.biased ? 1 : 0] : undefined
      const named = { x, filter, bias, preluActivationWeights } as unknown as NamedTensorMap
      return [tf.engine().runKernel(kernel, named, convolution.attributes) as Tensor]
    },
  }
}

function convolutionOf(op: string, given: OpCall['attributes']): Convolution {
  const steps = given.texts('fused_ops').map((step) => step.toLowerCase())
  const biased = steps.includes('biasadd')
  const [activation = 'linear', ...more] = steps.filter((step) => step !== 'biasadd')
  if (more.length > 0 || activation === 'fusedbatchnorm')
    throw new EngineError(
      'model-invalid',
      `The graph fuses ${steps.join(' and ')} into a ${op}, which no kernel supports.`,
    )
  const padding = given.text('padding').toLowerCase()
  const amounts = given.numbers('explicit_paddings')
  const spatial = (key: string) => {
    const [, height = 1, width = 1] = given.numbers(key)
    return [height, width]
  }
  return {
    biased,
    prelu: activation === 'prelu',
    attributes: {
      strides: spatial('strides'),
      dilations: spatial('dilations'),
      pad: padding === 'explicit' ? [0, 2, 4, 6].map((i) => [amounts[i] ?? 0, amounts[i + 1] ?? 0]) : padding,
      dataFormat: given.text('data_format', 'NHWC'),
      activation,
      leakyreluAlpha: given.number('leakyrelu_alpha'),
    } as unknown as NamedAttrMap,
  }
}

export const fusedOps: readonly CustomOp[] = [
  fused('_FusedConv2D', 'FusedConv2D'),
  fused('FusedDepthwiseConv2dNative', 'FusedDepthwiseConv2D'),
]
