import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Layer } from './layer.ts'
import type { KerasTensor, Nested } from './tensor.ts'

/** A variable of a layer. */
export interface Variable {
  /** Its name in Keras's source: `kernel`, `recurrent_kernel`, `moving_mean`. */
  readonly name: string
  /** Legacy files list trainable variables first. */
  readonly trainable: boolean
}

/** A layer inside a layer: the cell of an RNN, the layer in a wrapper, the dense layers of an attention layer. */
export interface Child {
  /**
   * The attribute that holds it in Keras, which is also its path in a weights file: `cell`, `forward_layer`,
   * `query_dense`.
   */
  readonly path: string
  readonly layer: Layer
}

/** Variables of an inner layer that a `.keras` file lists under its wrapper, before the wrapper's own. */
export interface TakenOver {
  /** The path of the inner layer. */
  readonly child: string
  /** Whether all trainable variables are listed first. */
  readonly trainable: boolean
  /** Listed next; the inner layer does not list them. */
  readonly replaced: readonly string[]
}

/** One Keras layer class: its weights, and what it computes at inference. */
export interface LayerRow {
  /** Class names, including aliases: `['Conv2D', 'Convolution2D']`. */
  readonly classes: readonly string[]
  /** The output inherits the input's mask (`supports_masking` without its own `compute_mask`). */
  readonly passesMask?: boolean
  /** In Keras 3, the call removes the masks of its inputs: layers called later with the same tensors see none. */
  readonly dropsMasks?: boolean
  /** Its own variables, in Keras's creation order. Omitted: none. */
  variables?(layer: Layer): readonly Variable[]
  /** Inner layers in Keras's creation order; their variables follow the layer's own. Omitted: none. */
  children?(layer: Layer): readonly Child[]
  /** For a wrapper that tracks variables of its inner layer itself. */
  takesOver?(layer: Layer): TakenOver
  /**
   * Adds the layer's inference computation (`training=False`) to the graph. May return a bare value, whose mask is
   * none, or the input's with `passesMask`. Raises `model-invalid`, and `unknown-layer` naming the layer and the
   * unsupported option.
   */
  lower(call: LayerCall): Lowered
}

export type Lowered = Value | KerasTensor | readonly (Value | KerasTensor)[] | { readonly [key: string]: Lowered }

/** One call of a layer: a shared layer has several. */
export interface LayerCall {
  readonly b: GraphBuilder
  readonly layer: Layer
  /** Positional arguments of the call, in order. */
  readonly args: readonly Nested[]
  readonly kwargs: Readonly<Record<string, Nested>>
  /** Every tensor of the first argument, in flattened order (dicts by sorted key). */
  readonly inputs: readonly KerasTensor[]
  /** `inputs[0].value`. Raises `model-invalid` if there is none. */
  readonly x: Value
  /**
   * A variable as a constant of the graph; repeated calls return the same node. Raises `weight-missing`; with `shape`,
   * `weight-shape`.
   */
  weight(name: string, shape?: readonly number[]): Value
  /** The same constant, not yet in the graph: for rows that compute with it at load time. */
  constant(name: string, shape?: readonly number[]): Constant
  /** Calls an inner layer. */
  child(path: string): ChildCall
  /** A text file of this layer (a vocabulary) by its Keras name; `null` if there is none. */
  asset(name: string): string | null
  /** Records a note for the person, one sentence: `Computed in float32 in place of float16.` */
  note(sentence: string): void
}

/** A variable of an inner layer, by name, as the outer layer changes it. */
export type ChangedWeight = (name: string, stored: Constant) => Constant

export interface ChildCall {
  readonly layer: Layer
  call(args: readonly Nested[], kwargs?: Readonly<Record<string, Nested>>, changed?: ChangedWeight): Lowered
  weight(name: string, shape?: readonly number[]): Value
  constant(name: string, shape?: readonly number[]): Constant
}
