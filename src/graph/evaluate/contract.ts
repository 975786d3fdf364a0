import type { DType, TensorData, TensorValue } from '../../base/tensor.ts'
import type { Attributes } from '../graph.ts'

/** A node whose inputs are constants; the output's shape and dtype are known. */
export interface EvaluateCall {
  readonly op: string
  readonly attributes: Attributes
  /** Index of the requested output. */
  readonly output: number
  readonly dtype: DType
  readonly shape: readonly number[]
}

/**
 * The result of TensorFlow's kernel, row-major. `null` for an unsupported dtype or mode. Floats are computed in float64
 * and rounded to float32 once.
 */
export type Evaluator = (call: EvaluateCall, inputs: readonly TensorValue[]) => TensorData | null

/** A table row: an op, or several with the same meaning. */
export type EvaluateRow = readonly [ops: string | readonly string[], evaluator: Evaluator]
