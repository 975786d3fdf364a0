import { int32 } from '../../../../graph/constant.ts'
import type { Attributes, Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { layoutAttribute, paddingOf, spatialInput, windowAttribute } from '../spatial.ts'
import { convolutionKernel } from './kernels.ts'
import { asTwoDimensional, channelsOf, convolutionOptions, filtersOf, finish, kernelAndBias } from './options.ts'
import { stridedAndDilated } from './strided-dilated.ts'

function convolution(classes: readonly string[], rank: 1 | 2 | 3): LayerRow {
  return {
    classes,
    variables: (layer) => kernelAndBias(layer, 'kernel'),
    lower: (call) => {
      const { b, layer } = call
      const input = spatialInput(call, rank)
      const { kernelSize, strides, dilations } = convolutionOptions(layer, rank)
      const channels = channelsOf(call, input.x)
      const groups = layer.number('groups', 1)
      if (channels % groups !== 0)
        throw layer.error(`has ${groups} groups, which do not divide its ${channels} input channels.`)
      const filters = filtersOf(layer)
      const stored = convolutionKernel(call, [...kernelSize, channels / groups, filters])
      const kernel = b.constant(input.one ? asTwoDimensional(stored) : stored, 'kernel')
      const causal = paddingOf(layer) === 'CAUSAL'
      const x = causal ? padLeft(call, input.x, (dilations[0] ?? 1) * ((kernelSize[0] ?? 1) - 1)) : input.x
      const convolve = (value: Value, strideOf: readonly number[], padding: 'SAME' | 'VALID') =>
        b.op(rank === 3 ? 'Conv3D' : 'Conv2D', [value, kernel], attributes(rank, strideOf, dilations, padding))
      const padding = paddingOf(layer) === 'SAME' ? 'SAME' : 'VALID'
      const y = stridedAndDilated(call, x, { kernelSize, strides, dilations, padding }, convolve)
      return input.restore(finish(call, y, filters))
    },
  }
}

function attributes(
  rank: 1 | 2 | 3,
  strides: readonly number[],
  dilations: readonly number[],
  padding: 'SAME' | 'VALID',
): Attributes {
  return {
    strides: windowAttribute(strides),
    dilations: windowAttribute(dilations),
    padding: { s: padding },
    data_format: layoutAttribute(rank),
  }
}

/** `[batch, 1, steps, channels]`, zero-padded before the first step. */
function padLeft({ b }: LayerCall, x: Value, steps: number): Value {
  return steps === 0 ? x : b.op('Pad', [x, b.constant(int32([0, 0, 0, 0, steps, 0, 0, 0], [4, 2]))])
}

export const convolutionRows: readonly LayerRow[] = [
  convolution(['Conv1D', 'Convolution1D', 'AtrousConvolution1D', 'AtrousConv1D'], 1),
  convolution(['Conv2D', 'Convolution2D', 'AtrousConvolution2D', 'AtrousConv2D'], 2),
  convolution(['Conv3D', 'Convolution3D'], 3),
]
