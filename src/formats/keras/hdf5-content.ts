import type { FileTree, TreeFile } from '../../files/tree.ts'
import type { Hdf5Content } from './content.ts'

/** What an HDF5 file has to do with Keras. The reader of HDF5 is loaded for it. Raises what `openHdf5` raises. */
export function hdf5Content(file: TreeFile, tree: FileTree, signal?: AbortSignal): Promise<Hdf5Content> {
  return tree.once(look, file, signal)
}

async function look(file: TreeFile, _: FileTree, signal?: AbortSignal): Promise<Hdf5Content> {
  const { contentOf } = await import('./content.ts')
  return contentOf(file, signal)
}
