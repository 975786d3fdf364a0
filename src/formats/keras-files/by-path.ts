import { sizeOf } from '../../base/tensor.ts'
import type { Constant } from '../../graph/constant.ts'
import type { Hdf5Group } from '../hdf5/contract.ts'
import { datasetsBelow } from '../hdf5/walk.ts'
import type { FoundWeights } from './contract.ts'

/** Groups at the top of a weights file that are of no use for a prediction. */
const forTraining = /^(optimizer|metrics|_metrics|compile_metrics|loss|_trainer)(\b|_|$)/

export interface StoredTensor {
  readonly constant: Constant
  readonly storedType: string
}

/** The weights of Keras 3 in HDF5: `layers/conv2d/vars/0`. Raises what reading HDF5 raises. */
export async function weightsByPath(root: Hdf5Group, file: string, signal?: AbortSignal): Promise<FoundWeights> {
  return byPath(file, await datasetsBelow(root, file, (path) => !forTraining.test(path), signal))
}

export function byPath(file: string, tensors: ReadonlyMap<string, StoredTensor>): FoundWeights {
  const named = new Map([...tensors].map(([path, tensor]) => [currentPath(path), tensor] as const))
  const counted = [...named].filter(([path]) => !/(^|\/)(seed_generator|random_generator)(_\d+)?\//.test(path))
  const numbers = counted.filter(([, { constant }]) => constant.dtype !== 'string')
  return {
    store: { kind: 'by-path', file, at: (path) => named.get(path)?.constant ?? null },
    parameters: numbers.reduce((sum, [, { constant }]) => sum + sizeOf(constant.shape), 0),
    storedTypes: counted.map(([, { storedType }]) => storedType),
  }
}

/** Keras 2.12 and 2.13 named the list of layers after an attribute of theirs. */
function currentPath(path: string): string {
  return path.replaceAll('_layer_checkpoint_dependencies', 'layers')
}
