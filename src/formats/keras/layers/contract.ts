import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Layer } from './layer.ts'
import type { KerasTensor, Nested } from './tensor.ts'

/** A variable of a layer. */
export interface Variable {
  /** As in Keras's source: `kernel`, `recurrent_kernel`, `moving_mean`. */
  readonly name: string
  /** Legacy files list trainable variables first. */
  readonly trainable: boolean
}

/** A layer inside a layer: the cell of an RNN, what a wrapper wraps, the dense layers of an attention layer. */
export interface Child {
  /** The attribute that Keras keeps it under, which is also its path in a weights file: `cell`, `forward_layer`, `query_dense`. */
  readonly path: string
  readonly layer: Layer
}

/** One Keras layer class: which weights it has and what it computes at inference. */
export interface LayerRow {
  /** Class names, aliases included: `['Conv2D', 'Convolution2D']`. */
  readonly classes: readonly string[]
  /** The mask of the input goes on to the output (`supports_masking` without a `compute_mask` of its own). */
  readonly passesMask?: boolean
  /** In Keras 3 the call takes the masks off its own inputs: layers called later with the same tensors see none. */
  readonly dropsMasks?: boolean
  /** Own variables, in the order in which Keras makes them. None when left out. */
  variables?(layer: Layer): readonly Variable[]
  /** Inner layers in the order in which Keras makes them, their variables after the own ones. None when left out. */
  children?(layer: Layer): readonly Child[]
  /**
   * Adds the layer's computation at inference (`training=False`) to the graph. May give a bare value, whose mask is none or,
   * with `passesMask`, the input's. Raises `model-invalid`, `unknown-layer` with the layer's name and the option that is not understood.
   */
  lower(call: LayerCall): Lowered
}

export type Lowered = Value | KerasTensor | readonly (Value | KerasTensor)[] | { readonly [key: string]: Lowered }

/** One call of a layer: a shared layer has several. */
export interface LayerCall {
  readonly b: GraphBuilder
  readonly layer: Layer
  /** Positional arguments of the call, the first one first. */
  readonly args: readonly Nested[]
  readonly kwargs: Readonly<Record<string, Nested>>
  /** Every tensor of the first argument, in flattened order (dicts by sorted key). */
  readonly inputs: readonly KerasTensor[]
  /** `inputs[0].value`. Raises `model-invalid` when there is none. */
  readonly x: Value
  /** A variable as a constant of the graph, one node however often it is asked for. Raises `weight-missing`; with `shape`, `weight-shape`. */
  weight(name: string, shape?: readonly number[]): Value
  /** The same, not yet in the graph: for rows that compute with it when the model is loaded. */
  constant(name: string, shape?: readonly number[]): Constant
  /** Calls an inner layer. */
  child(path: string): ChildCall
  /** A text file of the model that belongs to this layer (a vocabulary), by the name Keras gives it; `null` when there is none. */
  asset(name: string): string | null
  /** Notes something that the person should know, a sentence: `Computed in float32 in place of float16.` */
  note(sentence: string): void
}

export interface ChildCall {
  readonly layer: Layer
  call(args: readonly Nested[], kwargs?: Readonly<Record<string, Nested>>): Lowered
  weight(name: string, shape?: readonly number[]): Value
  constant(name: string, shape?: readonly number[]): Constant
}
