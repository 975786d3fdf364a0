import type { Geometry } from '../base/geometry.ts'
import type { ModelMetadata } from '../base/model.ts'
import type { FileRef, PreparedInput } from '../base/plan.ts'
import type { TensorSpec, TensorValue } from '../base/tensor.ts'
import type { TokenRole } from '../base/token-roles.ts'
import type { TokenText } from '../base/vocabulary.ts'
import type { TreeFile } from '../files/tree.ts'

export interface PrepareContext {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  /** What the input takes of the tokens of a text; `null` if it takes none. */
  readonly role?: TokenRole | null
  /** Finds a file in an opened drop. Raises `file-unreadable` if it is gone, `cancelled`. */
  file(ref: FileRef): Promise<TreeFile>
  readonly signal?: AbortSignal | undefined
}

export interface PreparedTensor {
  /** Name of the model's input. */
  readonly input: string
  readonly tensor: TensorValue
  readonly geometry: Geometry | null
  /** The tokens of the first row, if the input takes those of a text. */
  readonly tokens: TokenText | null
  /** Describes the preparation, with the statistics and the picture of the tensor: some ms for a large one. */
  describe(): PreparedInput
}

export interface Prepared extends PreparedTensor {
  readonly description: PreparedInput
}
