import type { Lowered } from '../layers/contract.ts'
import type { Arguments } from './arguments.ts'

/** One function of `keras.ops`, or a TensorFlow function recorded by Keras 2, used as a layer. */
export interface OperationRow {
  /** Class names in `keras.src.ops`: `['Add']`. */
  readonly classes: readonly string[]
  /** TensorFlow function names as Keras 2 writes them, without `tf.`: `['math.add', '__operators__.add']`. */
  readonly functions?: readonly string[]
  /** Names of the call's positional arguments. */
  readonly parameters: readonly string[]
  lower(a: Arguments): Lowered
}
