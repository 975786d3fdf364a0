import type { Hdf5File } from '../../hdf5/contract.ts'
import { listed } from './by-layer.ts'

/**
 * The group that lists the layers, as written by Keras before 3: `model_weights` in a whole model, otherwise the root.
 */
export async function legacyGroup({ root }: Hdf5File, signal?: AbortSignal): Promise<Hdf5File['root'] | null> {
  if (listed(await root.attributes(signal), 'layer_names') !== null) return root
  const inner = (await root.children(signal)).get('model_weights')
  return inner?.kind === 'group' && listed(await inner.attributes(signal), 'layer_names') !== null ? inner : null
}
