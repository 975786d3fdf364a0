import type { ModelSummary } from '../base/model.ts'
import type { DType, TensorData } from '../base/tensor.ts'

/** One weight, read from its file when asked. */
export interface WeightEntry {
  readonly name: string
  /** The dtype after decoding: quantised and float16 weights come out as float32 or int32. */
  readonly dtype: DType
  readonly shape: readonly number[]
  /** Bytes in the file, before decoding. */
  readonly bytes: number
  /** The file it lies in, for messages. */
  readonly file: string
  /** Raises `weights-missing`, `weights-wrong-size`, `file-unreadable`, `cancelled`. */
  read(signal?: AbortSignal): Promise<TensorData>
}

/** What the runtime executes. */
export type Program =
  | {
      readonly kind: 'tfjs-graph'
      /** GraphDef as JSON (`modelTopology`). */
      readonly topology: object
      readonly signature: object | null
      /** Second GraphDef that fills hash tables (`modelInitializer`), with its signature. */
      readonly initializer: object | null
      readonly initializerSignature: object | null
      readonly userDefinedMetadata: object | null
    }
  | {
      readonly kind: 'tfjs-layers'
      /** `modelTopology` of a layers model: `{class_name, config}` or `{model_config: …}`. */
      readonly topology: object
    }

/** A model file that has been opened: everything but the weights' bytes is in memory. */
export interface ModelSource {
  readonly summary: ModelSummary
  readonly program: Program
  readonly weights: readonly WeightEntry[]
  /** Op type (graph) or layer class (layers) → how many: what the kernel check looks at. */
  readonly operations: ReadonlyMap<string, number>
}
