import type { Constant } from '../../../../graph/constant.ts'
import { reshaped } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { activate } from '../activation/activations.ts'
import type { LayerCall, Variable } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { trainable } from '../variables.ts'

/** A convolution layer's options, one number per spatial dimension. */
export interface ConvolutionOptions {
  readonly kernelSize: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
}

/** Keras 1 option names: `nb_row`, `subsample`, `atrous_rate`. */
export function convolutionOptions(layer: Layer, rank: 1 | 2 | 3): ConvolutionOptions {
  const one = Array.from({ length: rank }, () => 1)
  return {
    kernelSize: kernelSize(layer, rank),
    strides: layer.numbers(['strides', 'subsample', 'subsample_length'], rank, one),
    dilations: layer.numbers(['dilation_rate', 'atrous_rate'], rank, one),
  }
}

function kernelSize(layer: Layer, rank: number): readonly number[] {
  const old =
    rank === 1 ? ['filter_length'] : rank === 2 ? ['nb_row', 'nb_col'] : ['kernel_dim1', 'kernel_dim2', 'kernel_dim3']
  if (layer.get('kernel_size') === undefined && old.every((key) => layer.get(key) !== undefined))
    return old.map((key) => layer.number(key))
  return layer.numbers('kernel_size', rank)
}

export function filtersOf(layer: Layer): number {
  return layer.number(['filters', 'nb_filter'])
}

export function usesBias(layer: Layer): boolean {
  return layer.bool(['use_bias', 'bias'], true)
}

/** `kernel`, and `bias` if it is used. */
export function kernelAndBias(layer: Layer, ...kernels: readonly string[]): readonly Variable[] {
  return trainable(...kernels, ...(usesBias(layer) ? ['bias'] : []))
}

/** Adds the bias, if any, and applies the activation. Channels are last. */
export function finish({ b, layer, weight }: LayerCall, y: Value, channels: number): Value {
  const biased = usesBias(layer) ? b.op('BiasAdd', [y, weight('bias', [channels])]) : y
  return activate(b, biased, layer.get('activation'), layer)
}

/** The number of channels of a channels-last value. Raises `model-invalid` if it is free. */
export function channelsOf({ b, layer }: LayerCall, x: Value): number {
  const channels = b.shape(x).at(-1)
  if (typeof channels !== 'number') throw layer.error('takes a tensor with an unknown number of channels.')
  return channels
}

/** A 1-D kernel as a 2-D kernel of height 1. */
export function asTwoDimensional(kernel: Constant): Constant {
  return reshaped(kernel, [1, ...kernel.shape])
}
