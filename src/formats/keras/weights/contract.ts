import type { ByteSource } from '../../../files/tree.ts'
import type { WeightStore } from '../model/contract.ts'

/** A weights file, either in the drop or inside a `.keras`. */
export interface WeightsFile {
  /** For messages: `model.keras/model.weights.h5`. */
  readonly path: string
  readonly source: ByteSource
}

/** The weights of a model, located but not read. */
export interface FoundWeights {
  readonly store: WeightStore
  /** Number of elements, excluding optimizers, metrics and random generator states. */
  readonly parameters: number
  /** The Keras version that a legacy file states; `null` if none. */
  readonly version: string | null
  /** The backend that a legacy file states: `tensorflow`, `theano`; empty if none. */
  readonly backend: string
  /** Stored dtypes, one per tensor: `float32`, `float16`. */
  readonly storedTypes: readonly string[]
}
