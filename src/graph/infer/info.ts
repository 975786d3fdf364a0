import type { Constant } from '../constant.ts'
import type { Attributes, GraphDType } from '../graph.ts'

/**
 * A dimension: a number, or a name if known only at run time. Equal names mean equal sizes. An input's free dimensions
 * are named `<input>[<axis>]`, others after the value that introduces them: `conv:0[1]`.
 */
export type Dim = number | string

/** What is known about a value before a run. */
export interface ValueInfo {
  readonly dtype: GraphDType
  /** `null` if the rank is unknown. */
  readonly shape: readonly Dim[] | null
  /** Known elements of a small int32 value of rank 0 or 1: shapes, axes, sizes. */
  readonly content: readonly Dim[] | null
  /** Set for a constant. */
  readonly constant: Constant | null
}

/** A node as seen by a rule. */
export interface OpCall {
  readonly name: string
  readonly op: string
  readonly attributes: Attributes
}

/** One entry per output. `inputs` has one entry per input of the node. */
export type InferRule = (call: OpCall, inputs: readonly ValueInfo[]) => readonly ValueInfo[]
