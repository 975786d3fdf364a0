import { openHdf5 } from '../hdf5/index.ts'
import type { WeightsFile } from './weights/contract.ts'
import { legacyGroup } from './weights/legacy-group.ts'

/** What an HDF5 file holds: a Keras model with its topology, weights only, or something else. */
export type Hdf5Content = 'model' | 'weights' | 'other'

/** Looks at the root of an HDF5 file. Raises what `openHdf5` raises. */
export async function contentOf({ path, source }: WeightsFile, signal?: AbortSignal): Promise<Hdf5Content> {
  const { root } = await openHdf5(source, path, signal)
  if ((await root.attributes(signal)).has('model_config')) return 'model'
  const inside = await root.children(signal)
  const keras3 = ['layers', '_layer_checkpoint_dependencies', 'vars'].some((name) => inside.has(name))
  return keras3 || (await legacyGroup({ root }, signal)) !== null ? 'weights' : 'other'
}
