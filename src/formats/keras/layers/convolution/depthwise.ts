import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { paddingOf, type SpatialInput, spatialInput, windowAttribute } from '../spatial.ts'
import { refuseTheano } from './kernels.ts'
import {
  asTwoDimensional,
  type ConvolutionOptions,
  channelsOf,
  convolutionOptions,
  filtersOf,
  finish,
  kernelAndBias,
} from './options.ts'
import { stridedAndDilated } from './strided-dilated.ts'

function depthwise(classes: readonly string[], rank: 1 | 2): LayerRow {
  return {
    classes,
    variables: (layer) => kernelAndBias(layer, kernelName(layer)),
    lower: (call) => {
      const input = spatialInput(call, rank)
      const name = kernelName(call.layer)
      const { y, channels } = depthwiseConvolution(call, input, convolutionOptions(call.layer, rank), name)
      return input.restore(finish(call, y, channels))
    },
  }
}

function separable(classes: readonly string[], rank: 1 | 2): LayerRow {
  return {
    classes,
    variables: (layer) => kernelAndBias(layer, 'depthwise_kernel', 'pointwise_kernel'),
    lower: (call) => {
      const { b, constant, layer } = call
      const input = spatialInput(call, rank)
      const { y, channels } = depthwiseConvolution(call, input, convolutionOptions(layer, rank), 'depthwise_kernel')
      const filters = filtersOf(layer)
      const ones = Array.from({ length: rank }, () => 1)
      const stored = constant('pointwise_kernel', [...ones, channels, filters])
      const kernel = b.constant(input.one ? asTwoDimensional(stored) : stored, 'pointwise_kernel')
      const mixed = b.op('Conv2D', [y, kernel], {
        strides: windowAttribute([1, 1]),
        dilations: windowAttribute([1, 1]),
        padding: { s: 'VALID' },
        data_format: { s: 'NHWC' },
      })
      return input.restore(finish(call, mixed, filters))
    },
  }
}

function depthwiseConvolution(
  call: LayerCall,
  input: SpatialInput,
  { kernelSize, strides, dilations }: ConvolutionOptions,
  name: string,
): { readonly y: Value; readonly channels: number } {
  const { b, layer, constant } = call
  refuseTheano(layer)
  const inner = channelsOf(call, input.x)
  const multiplier = layer.number('depth_multiplier', 1)
  const stored = constant(name, [...kernelSize, inner, multiplier])
  const kernel = b.constant(input.one ? asTwoDimensional(stored) : stored, name)
  const padding = paddingOf(layer) === 'SAME' ? 'SAME' : 'VALID'
  const both = (sizes: readonly number[]) => (input.one ? [sizes[0] ?? 1, sizes[0] ?? 1] : sizes)
  const y = stridedAndDilated(call, input.x, { kernelSize, strides, dilations, padding }, (x, strideOf, paddingNow) =>
    b.op('DepthwiseConv2dNative', [x, kernel], {
      // TensorFlow requires equal strides; over a height of 1 the second one has no effect.
      strides: windowAttribute(both(strideOf)),
      dilations: windowAttribute(dilations),
      padding: { s: paddingNow },
      data_format: { s: 'NHWC' },
    }),
  )
  return { y, channels: inner * multiplier }
}

/** Named `kernel` in Keras 3. */
function kernelName({ dialect }: Layer): string {
  return dialect.major >= 3 ? 'kernel' : 'depthwise_kernel'
}

export const depthwiseRows: readonly LayerRow[] = [
  depthwise(['DepthwiseConv1D'], 1),
  depthwise(['DepthwiseConv2D', 'DepthwiseConvolution2D'], 2),
  separable(['SeparableConv1D', 'SeparableConvolution1D'], 1),
  separable(['SeparableConv2D', 'SeparableConvolution2D'], 2),
]
