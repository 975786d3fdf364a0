import type { Geometry } from '../base/geometry.ts'
import type { ModelMetadata } from '../base/model.ts'
import type { OutputTrace } from '../base/output-trace.ts'
import type { Candidate } from '../base/reading.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { SoundInput } from '../base/sound.ts'
import type { DType, TensorValue } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'
import type { TokenText } from '../base/vocabulary.ts'

/** An output of a run. */
export interface NamedOutput {
  readonly name: string
  readonly value: TensorValue
}

/** Context for reading the outputs of a run. */
export interface ReadContext {
  /** Class names and other facts from the files of the model. */
  readonly metadata: ModelMetadata
  /** The inputs in the model's order; `geometry` if the input was a picture. */
  readonly inputs: readonly {
    readonly name: string
    readonly dtype: DType
    readonly shape: readonly number[]
    readonly geometry: Geometry | null
    /** The tokens of the first row, if the input takes those of a text. */
    readonly tokens?: TokenText | null
    /** The sound and its windows; absent if the input was not a sound. */
    readonly sound?: SoundInput | null
  }[]
  /** All outputs of the run, with what the graph tells about them. */
  readonly outputs: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly trace: OutputTrace
  }[]
}

/** One match of a kind: with a single output, or with several that it reads together. */
export type Match = Pick<Candidate, 'fit' | 'reason' | 'uses' | 'options'>

/** The functions of a kind are pure. */
export interface OutputKind {
  /** The view that draws it. */
  readonly id: ViewId
  /**
   * All matches of this kind with the outputs of a run; may be empty. Inspects names, shapes and values, but decodes
   * nothing. `fit` is 0 (not at all) … 1; the best match is shown first.
   */
  match(outputs: readonly NamedOutput[], context: ReadContext): readonly Match[]
  /**
   * Decodes the outputs of `Match.uses`, given in that order; `options` has a value for every option of the match.
   * Raises `internal` if the kind does not fit the outputs.
   */
  decode(outputs: readonly NamedOutput[], context: ReadContext, options: Values): Interpretation
}
