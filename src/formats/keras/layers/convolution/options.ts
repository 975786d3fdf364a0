import type { Constant } from '../../../../graph/constant.ts'
import { reshaped } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { activate } from '../activation/activations.ts'
import type { LayerCall, Variable } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { trainable } from '../variables.ts'

/** What a convolution layer states, one number a spatial dimension. */
export interface ConvolutionOptions {
  readonly kernelSize: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
}

/** Keras 1 has names of its own: `nb_row`, `subsample`, `atrous_rate`. */
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

/** `kernel` and, where it is used, `bias`. */
export function kernelAndBias(layer: Layer, ...kernels: readonly string[]): readonly Variable[] {
  return trainable(...kernels, ...(usesBias(layer) ? ['bias'] : []))
}

/** Adds the bias, where the layer has one, and applies the activation. Channels come last. */
export function finish({ b, layer, weight }: LayerCall, y: Value, channels: number): Value {
  const biased = usesBias(layer) ? b.op('BiasAdd', [y, weight('bias', [channels])]) : y
  return activate(b, biased, layer.get('activation'), layer)
}

/** Channels of a value whose channels come last. Raises `model-invalid` when a file leaves them free. */
export function channelsOf({ b, layer }: LayerCall, x: Value): number {
  const channels = b.shape(x).at(-1)
  if (typeof channels !== 'number') throw layer.error('takes a tensor whose number of channels is not known.')
  return channels
}

/** The kernel of a one-dimensional layer with a 1 before its length, as the two-dimensional kernels want it. */
export function asTwoDimensional(kernel: Constant): Constant {
  return reshaped(kernel, [1, ...kernel.shape])
}
