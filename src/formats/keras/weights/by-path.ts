import { sizeOf } from '../../../base/tensor.ts'
import type { Constant } from '../../../graph/constant.ts'
import type { Hdf5Group } from '../../hdf5/contract.ts'
import { datasetsBelow } from '../../hdf5/walk.ts'
import type { FoundWeights } from './contract.ts'

/** Top-level groups of a weights file that prediction does not need. */
const forTraining = /^(optimizer|metrics|_metrics|compile_metrics|loss|_trainer)(\b|_|$)/

export interface StoredTensor {
  readonly constant: Constant
  readonly storedType: string
}

/** Keras 3 weights in HDF5: `layers/conv2d/vars/0`. Raises what reading HDF5 raises. */
export async function weightsByPath(root: Hdf5Group, file: string, signal?: AbortSignal): Promise<FoundWeights> {
  return byPath(file, await datasetsBelow(root, file, (path) => !forTraining.test(path), signal))
}

export function byPath(file: string, tensors: ReadonlyMap<string, StoredTensor>): FoundWeights {
  const named = new Map<string, Constant>()
  const storedTypes: string[] = []
  let parameters = 0
  for (const [stored, { constant, storedType }] of tensors) {
    const path = currentPath(stored)
    named.set(path, constant)
    if (randomState.test(path)) continue
    storedTypes.push(storedType)
    if (constant.dtype !== 'string') parameters += sizeOf(constant.shape)
  }
  const store = { kind: 'by-path', file, at: (path: string) => named.get(path) ?? null } as const
  return { store, parameters, version: null, backend: '', storedTypes }
}

/** State of random layers; not counted as parameters. */
const randomState = /(^|\/)(seed_generator|random_generator)(_\d+)?\//

/** Keras 2.12 to 2.14 named the list of layers after a private attribute, and joined paths with `\\` on Windows. */
function currentPath(path: string): string {
  return path.replaceAll('\\', '/').replaceAll('_layer_checkpoint_dependencies', 'layers')
}
