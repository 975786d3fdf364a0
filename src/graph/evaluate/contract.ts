import type { DType, TensorData, TensorValue } from '../../base/tensor.ts'
import type { Attributes } from '../graph.ts'

/** A node over constants; shape and dtype of what it gives are known already. */
export interface EvaluateCall {
  readonly op: string
  readonly attributes: Attributes
  /** Which of the node's outputs is wanted. */
  readonly output: number
  readonly dtype: DType
  readonly shape: readonly number[]
}

/**
 * What TensorFlow's kernel gives, elements row-major. `null` for what it does not know (a dtype, a mode). Floats are
 * computed in float64 and rounded to float32 once.
 */
export type Evaluator = (call: EvaluateCall, inputs: readonly TensorValue[]) => TensorData | null

/** A table row: the op, or several of one meaning. */
export type EvaluateRow = readonly [ops: string | readonly string[], evaluator: Evaluator]
