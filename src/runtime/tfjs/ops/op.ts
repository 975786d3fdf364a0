import type { Tensor } from '@tensorflow/tfjs-core'
import type { Core } from '../packages.ts'
import type { OpAttributes } from './attributes.ts'
import type { TensorLists } from './tensor-list.ts'

/** An op missing from, or wrong in, tfjs-converter, with our own implementation. */
export interface CustomOp {
  readonly op: string
  /**
   * Returns all outputs of the node, in order. Intermediate tensors are freed automatically if it is synchronous;
   * otherwise it frees its own. A graph with an asynchronous op runs asynchronously.
   */
  execute(call: OpCall): readonly Tensor[] | Promise<readonly Tensor[]>
  /** True if `execute` returns a promise. */
  readonly asynchronous: boolean
  /** Runs only where 32-bit integers are exact and can be read at once: not on GPUs. */
  readonly exactIntegers?: true
  /** TensorFlow.js has a working op of this name, which this one replaces: the model also runs in other apps. */
  readonly replaces?: true
}

export interface OpCall {
  readonly tf: Core
  readonly inputs: readonly Tensor[]
  readonly attributes: OpAttributes
  /** Tensor lists by the id of their handle tensor. */
  readonly lists: TensorLists
}
