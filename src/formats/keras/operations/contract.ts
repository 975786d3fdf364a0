import type { Lowered } from '../layers/contract.ts'
import type { Arguments } from './arguments.ts'

/** One function of `keras.ops`, or of TensorFlow as Keras 2 recorded it, used as a layer. */
export interface OperationRow {
  /** Class names in `keras.src.ops`: `['Add']`. */
  readonly classes: readonly string[]
  /** Names that Keras 2 wrote for TensorFlow functions, without `tf.`: `['math.add', '__operators__.add']`. */
  readonly functions?: readonly string[]
  /** Names of the positional arguments of the call. */
  readonly parameters: readonly string[]
  lower(a: Arguments): Lowered
}
