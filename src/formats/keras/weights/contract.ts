import type { ByteSource } from '../../../files/tree.ts'
import type { WeightStore } from '../model/contract.ts'

/** A file with weights, wherever it lies: in the drop, or inside a `.keras`. */
export interface WeightsFile {
  /** For messages: `model.keras/model.weights.h5`. */
  readonly path: string
  readonly source: ByteSource
}

/** The weights of a model, found but not read. */
export interface FoundWeights {
  readonly store: WeightStore
  /** Elements of all its numbers; optimizers, metrics and the states of random generators left out. */
  readonly parameters: number
  /** As stored, one for each tensor: `float32`, `float16`. */
  readonly storedTypes: readonly string[]
}
