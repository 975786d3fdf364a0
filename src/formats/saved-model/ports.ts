import { EngineError } from '../../base/errors.ts'
import type { Shape, TensorSpec } from '../../base/tensor.ts'
import { graphDType } from './dtypes.ts'
import type { MetaGraphProto } from './proto/saved-model.ts'
import { sourceOf } from './proto/source.ts'

/** A main-graph tensor under its name in a signature. */
export interface Port extends TensorSpec {
  /** `node:index`. */
  readonly tensor: string
  /** `DataType` of types.proto. */
  readonly stored: number
}

export interface FoundSignature {
  readonly name: string
  readonly meta: MetaGraphProto
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/** Raises `model-invalid` for a dtype that a signature cannot have. */
export function port(name: string, tensor: string, type: number, shape: Shape | null): Port {
  const dtype = graphDType(type)
  if (dtype === null || dtype === 'resource' || dtype === 'variant')
    throw new EngineError(
      'model-invalid',
      `The signature states a dtype for "${name}" that is not supported (${type}).`,
    )
  const { node, index } = sourceOf(tensor, false)
  return { name, dtype, shape, tensor: `${node}:${index}`, stored: type }
}
