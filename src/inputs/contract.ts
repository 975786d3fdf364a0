import type { ModelMetadata } from '../base/model.ts'
import type { FileRef, InputBinding, PreparedInput } from '../base/plan.ts'
import type { TensorSpec, TensorValue } from '../base/tensor.ts'
import type { TreeFile } from '../files/tree.ts'

export interface PrepareContext {
  readonly spec: TensorSpec
  readonly metadata: ModelMetadata
  /** Finds a file in an opened drop. Raises `file-unreadable` if it is gone, `cancelled`. */
  file(ref: FileRef): Promise<TreeFile>
  readonly signal?: AbortSignal | undefined
}

export interface Prepared {
  readonly tensor: TensorValue
  readonly description: PreparedInput
}

/** `prepare(binding, context)`: from a binding to the tensor and a description of its preparation. */
export type Prepare = (binding: InputBinding, context: PrepareContext) => Promise<Prepared>
