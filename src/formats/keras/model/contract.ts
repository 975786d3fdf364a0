import type { Signature } from '../../../base/model.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { SignatureGraph } from '../../../graph/model.ts'
import type { Dialect } from '../layers/layer.ts'

/** What a container (.keras, .h5, TensorFlow.js layers) provides: the stored config, and where the weights are. */
export interface KerasFile {
  /** For messages. */
  readonly path: string
  /** `{class_name, config, …}` of the model. */
  readonly config: unknown
  readonly dialect: Dialect
  readonly weights: WeightStore
  /** Text files inside the model (vocabularies), by path: `assets/layers/string_lookup/vocabulary.txt`. */
  readonly assets: ReadonlyMap<string, string>
}

export interface NamedConstant {
  readonly name: string
  readonly constant: Constant
}

export type WeightStore =
  /** `.keras`: `layers/conv2d/vars/0`. */
  | { readonly kind: 'by-path'; readonly file: string; at(path: string): Constant | null }
  /**
   * Legacy `.h5` and TensorFlow.js: all weights of a top-level layer in order, nested ones included; `null` if it has
   * no entry.
   */
  | { readonly kind: 'by-layer'; readonly file: string; of(layer: string): readonly NamedConstant[] | null }

/** A parsed Keras model. */
export interface KerasModel {
  /** One signature, named `default`; inputs and outputs have the names that Keras's `predict` uses. */
  readonly signature: Signature
  /** Layer class → count, nested and wrapped layers included; inputs and models are not counted. */
  readonly layers: ReadonlyMap<string, number>
  toGraph(signal?: AbortSignal): Promise<SignatureGraph>
}
