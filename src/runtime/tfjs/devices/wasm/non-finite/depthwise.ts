import type { FusedDepthwiseConv2DAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../../packages.ts'
import { eachWindow } from '../../processor/window.ts'
import { type Call, replaceKernel } from './kernel.ts'

type Shape4 = [number, number, number, number]
/** Both kernels have these attributes; the plain one has no activation. */
type Attributes = Omit<FusedDepthwiseConv2DAttrs, 'activation'> & { readonly activation?: string }

/** Fused activation → its value; `slope` is that of a leaky or parametric ReLU. */
const activations: Readonly<Record<string, (sum: number, slope: number) => number>> = {
  relu: (sum) => Math.max(sum, 0),
  relu6: (sum) => Math.min(Math.max(sum, 0), 6),
  elu: (sum) => (sum < 0 ? Math.expm1(sum) : sum),
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
  leakyrelu: (sum, slope) => (sum < 0 ? sum * slope : sum),
  prelu: (sum, slope) => (sum < 0 ? sum * slope : sum),
}

/** Computes `output` again, in plain loops. NHWC. */
function convolve(tf: Core, { inputs, attrs, values }: Call, output: TensorInfo): void {
  const { strides, pad, dilations, dimRoundingMode, activation, leakyreluAlpha = 0 } = attrs as unknown as Attributes
  const [x, filter] = [inputs.x as TensorInfo, inputs.filter as TensorInfo]
  const shapes = [x.shape as Shape4, filter.shape as Shape4] as const
  const info = tf.backend_util.computeConv2DInfo(...shapes, strides, dilations, pad, dimRoundingMode, true)
  const [from, weights, to] = [values(x), values(filter), values(output)]
  const [bias, slopes] = [inputs.bias, inputs.preluActivationWeights].map((tensor) => (tensor ? values(tensor) : null))
  const { inChannels, outChannels } = info
  const multiplier = outChannels / inChannels
  const activate = activations[activation ?? '']
  eachWindow(info, (pixel, taps) => {
    for (let channel = 0; channel < outChannels; channel++) {
      const source = Math.floor(channel / multiplier)
      let sum = bias?.[channel] ?? 0
      for (const { pixel, tap } of taps)
        sum += (from[pixel * inChannels + source] ?? 0) * (weights[tap * outChannels + channel] ?? 0)
      const slope = slopes?.[channel % slopes.length] ?? leakyreluAlpha
      to[pixel * outChannels + channel] = activate === undefined ? sum : activate(sum, slope)
    }
  })
}

/** The kernels turn a sum that is NaN into negative infinity, before the activation. */
const convolution =
  (tf: Core) =>
  (call: Call): TensorInfo => {
    const { x, filter, bias } = call.inputs
    const output = call.original()
    if (![x, filter, bias].every((tensor) => !tensor || call.vectors.isFinite(call.values(tensor))))
      convolve(tf, call, output)
    return output
  }

export function repairDepthwise(tf: Core): void {
  for (const name of ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D']) replaceKernel(tf, name, 'x', convolution(tf))
}
