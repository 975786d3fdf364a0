import { EngineError } from '../../../base/errors.ts'
import { describeBytes, hdf5Magic, hintFor, magicLength, startsWith } from '../../../files/magic.ts'
import { openHdf5 } from '../../hdf5/index.ts'
import { weightsByLayer } from './by-layer.ts'
import { weightsByPath } from './by-path.ts'
import type { FoundWeights, WeightsFile } from './contract.ts'
import { legacyGroup } from './legacy-group.ts'
import { npzWeights } from './npz.ts'

/**
 * Opens the weights in a file beside or inside a model: HDF5 in the Keras 3 or a legacy layout, or `.npz`. Raises
 * `file-empty`, `file-unreadable` for anything else (a Git LFS pointer, an HTML page), `file-truncated`,
 * `model-invalid`, `weight-missing`, `archive-invalid`, `archive-too-large`, `cancelled`.
 */
export async function openWeights(file: WeightsFile, signal?: AbortSignal): Promise<FoundWeights> {
  const { path, source } = file
  const head = await source.read(0, Math.min(source.size, magicLength), signal)
  if (/\.npz$/i.test(path) && startsWith(head, [0x50, 0x4b])) return npzWeights(file, signal)
  if (!startsWith(head, hdf5Magic)) throw notWeights(path, head)
  const { root } = await openHdf5(source, path, signal)
  const legacy = await legacyGroup({ root }, signal)
  return legacy === null ? weightsByPath(root, path, signal) : weightsByLayer(legacy, path, signal)
}

function notWeights(path: string, head: Uint8Array): EngineError {
  const what = describeBytes(head)
  const kind = /\.npz$/i.test(path) ? 'a NumPy archive' : 'an HDF5 file'
  if (head.length === 0) return new EngineError('file-empty', `${path} is empty; ${kind} was expected.`, hintFor(head))
  const found = what === '' ? 'does not start like one' : `is ${what}`
  return new EngineError('file-unreadable', `${path} should be ${kind} with weights, but it ${found}.`, hintFor(head))
}
