import type { Tensor } from '@tensorflow/tfjs-core'
import type { Core } from '../packages.ts'
import type { OpAttributes } from './attributes.ts'
import type { TensorLists } from './tensor-list.ts'

/** An op that tfjs-converter has not, or has not right, executed by a function of ours. */
export interface CustomOp {
  readonly op: string
  /**
   * Gives all outputs of the node, in order. What it makes besides is freed by itself when it answers at once, else it is its
   * own to free. A graph with an op that answers with a promise runs asynchronously.
   */
  execute(call: OpCall): readonly Tensor[] | Promise<readonly Tensor[]>
  /** True when `execute` answers with a promise. */
  readonly asynchronous: boolean
  /** TensorFlow.js has an op of this name that runs, and this one goes before it: a model with it runs elsewhere too. */
  readonly replaces?: true
}

export interface OpCall {
  readonly tf: Core
  readonly inputs: readonly Tensor[]
  readonly attributes: OpAttributes
  /** Lists of tensors by the ids of the tensors that stand for them. */
  readonly lists: TensorLists
}
