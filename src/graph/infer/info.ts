import type { Constant } from '../constant.ts'
import type { Attributes, GraphDType } from '../graph.ts'

/**
 * A dimension: a number, or the name of one that only a run tells. Equal names are equal sizes. An input's free
 * dimensions are named `<input>[<axis>]`, others after the value that has them: `conv:0[1]`.
 */
export type Dim = number | string

/** What is known of a value before anything runs. */
export interface ValueInfo {
  readonly dtype: GraphDType
  /** `null` when the rank itself is unknown. */
  readonly shape: readonly Dim[] | null
  /** Elements of a small int32 value of rank 0 or 1 where they are known, as far as they are: shapes, axes, sizes. */
  readonly content: readonly Dim[] | null
  /** Of a constant. */
  readonly constant: Constant | null
}

/** A node as a rule sees it. */
export interface OpCall {
  readonly name: string
  readonly op: string
  readonly attributes: Attributes
}

/** One entry per output. `inputs` has one entry per input of the node. */
export type InferRule = (call: OpCall, inputs: readonly ValueInfo[]) => readonly ValueInfo[]
