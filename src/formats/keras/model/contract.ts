import type { Signature } from '../../../base/model.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { SignatureGraph } from '../../../graph/model.ts'
import type { MetadataPart } from '../../sidecars/contract.ts'
import type { Dialect } from '../layers/layer.ts'

/** What a container (.keras, .h5, TensorFlow.js layers) hands over: the config as it lies in the file and where the weights are. */
export interface KerasFile {
  /** For messages. */
  readonly path: string
  /** `{class_name, config, …}` of the model. */
  readonly config: unknown
  readonly dialect: Dialect
  readonly weights: WeightStore
  /** Text files inside the model (vocabularies) by their path within it: `assets/layers/string_lookup/vocabulary.txt`. */
  readonly assets: ReadonlyMap<string, string>
}

export interface NamedConstant {
  readonly name: string
  readonly constant: Constant
}

export type WeightStore =
  /** Keras 3 `.keras`: `layers/conv2d/vars/0`. */
  | { readonly kind: 'by-path'; readonly file: string; at(path: string): Constant | null }
  /** Legacy `.h5` and TensorFlow.js: all weights of a layer of the top model in their order, nested ones included; `null` when it has no entry. */
  | { readonly kind: 'by-layer'; readonly file: string; of(layer: string): readonly NamedConstant[] | null }

/** A Keras model that has been understood. */
export interface KerasModel {
  /** One, named `default`: inputs and outputs under the names Keras's `predict` would give them. */
  readonly signature: Signature
  /** Layer classes → how many, nested and wrapped ones included; inputs and the models themselves do not count. */
  readonly layers: ReadonlyMap<string, number>
  /** What its own layers tell: scaling inside, labels of lookups. */
  readonly metadata: MetadataPart
  toGraph(signal?: AbortSignal): Promise<SignatureGraph>
}
