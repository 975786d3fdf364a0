import type { Geometry } from '../base/geometry.ts'
import type { ModelMetadata } from '../base/model.ts'
import type { Candidate } from '../base/reading.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { DType, TensorValue } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'

/** An output of a run. */
export interface NamedOutput {
  readonly name: string
  readonly value: TensorValue
}

/** What is known beside the values that are read. */
export interface ReadContext {
  /** Class names and what else the files of the model state. */
  readonly metadata: ModelMetadata
  /** What went in, in the model's order; `geometry` where it was a picture. */
  readonly inputs: readonly {
    readonly name: string
    readonly dtype: DType
    readonly shape: readonly number[]
    readonly geometry: Geometry | null
  }[]
  /** Shapes of all outputs of the run. */
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[]
}

/** One way in which a kind fits: to one output, or to several that it reads together. */
export type Match = Pick<Candidate, 'fit' | 'reason' | 'uses' | 'options'>

/** Functions of a kind are pure. */
export interface OutputKind {
  /** The view that draws it. */
  readonly id: ViewId
  /**
   * Every way in which this kind fits outputs of a run; none when it does not fit. Looks at names, shapes and values, but decodes
   * nothing. `fit` is 0 (not at all) … 1; the best one is shown first.
   */
  match(outputs: readonly NamedOutput[], context: ReadContext): readonly Match[]
  /**
   * What the outputs mean. `outputs` are those of `Match.uses`, in that order; `options` has a value for every option of the match.
   * Raises `internal` for outputs that the kind does not fit.
   */
  decode(outputs: readonly NamedOutput[], context: ReadContext, options: Values): Interpretation
}
