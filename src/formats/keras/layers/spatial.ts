import type { Attribute, Value } from '../../../graph/graph.ts'
import { toFloat } from '../operations/promote.ts'
import type { LayerCall } from './contract.ts'
import type { Layer } from './layer.ts'

/** The input in the form that kernels need: float32, channels last, at least two spatial dimensions. */
export interface SpatialInput {
  readonly x: Value
  /** True for `[batch, steps, channels]`, reshaped to `[batch, 1, steps, channels]`. */
  readonly one: boolean
  /** Restores the layout and rank of the input. */
  restore(y: Value): Value
}

/** Raises `model-invalid` if the input does not have `rank` spatial dimensions. */
export function spatialInput({ b, layer, x: given }: LayerCall, rank: 1 | 2 | 3): SpatialInput {
  const x = toFloat(b, given)
  const found = b.rank(x)
  if (found !== rank + 2) throw layer.error(`takes a tensor of rank ${rank + 2}, but is called with rank ${found}.`)
  const first = layer.channelsFirst()
  const spatial = Array.from({ length: rank }, (_, i) => i)
  const last = first ? b.transpose(x, [0, ...spatial.map((i) => i + 2), 1]) : x
  const one = rank === 1
  return {
    x: one ? b.op('ExpandDims', [last, b.int(1)]) : last,
    one,
    restore: (y) => {
      const back = one ? b.op('Squeeze', [y], { squeeze_dims: { list: { i: [1] } } }) : y
      return first ? b.transpose(back, [0, rank + 1, ...spatial.map((i) => i + 1)]) : back
    },
  }
}

/** One number per spatial dimension as `[1, …, 1]` over all dimensions; a single number gets a leading 1. */
export function windowAttribute(sizes: readonly number[]): Attribute {
  return { list: { i: [1, ...(sizes.length === 1 ? [1, ...sizes] : sizes), 1] } }
}

export function layoutAttribute(rank: 1 | 2 | 3): Attribute {
  return { s: rank === 3 ? 'NDHWC' : 'NHWC' }
}

/** `same`, `valid` or `causal`, in the spelling of any Keras version. */
export function paddingOf(layer: Layer): 'SAME' | 'VALID' | 'CAUSAL' {
  const given = layer.string(['padding', 'border_mode'], 'valid').toUpperCase()
  if (given === 'SAME' || given === 'VALID' || given === 'CAUSAL') return given
  throw layer.invalid('padding', 'same, valid or causal', given)
}
