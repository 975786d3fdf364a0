import { throwIfAborted } from '../../../base/abort.ts'
import { toEngineError } from '../../../base/errors.ts'
import { hdf5Magic, startsWith } from '../../../files/magic.ts'
import type { FileTree, TreeFile } from '../../../files/tree.ts'
import type { ModelFormat, ModelMatch } from '../../contract.ts'
import { sidecarsOf } from '../../sidecars/index.ts'
import { hdf5Content } from '../hdf5-content.ts'

/** A whole model in one HDF5 file, as written by `model.save('model.h5')` in Keras 1.2 to 3. */
export const kerasH5: ModelFormat = {
  id: 'keras-h5',
  label: 'Keras HDF5',
  whole: /\.(json|h5|hdf5)$/i,
  use: { files: 'Keras .h5 files', loader: 'keras' },
  match: async (files, tree, signal) => {
    const matches: ModelMatch[] = []
    for (const { file, head } of files) {
      throwIfAborted(signal)
      if (!startsWith(head, hdf5Magic) || !(await isModel(file, tree, signal))) continue
      const sidecars = await sidecarsOf(file, tree, signal)
      const name = file.name.replace(/\.(h5|hdf5|keras)$/i, '')
      matches.push({ main: file, name, files: sidecars.map((sidecar) => sidecar.file), confidence: 1 })
    }
    return matches
  },
  open: () => import('./open.ts'),
}

/** Whether the file holds a topology. `unsupported` reports what is wrong with the other files. */
async function isModel(file: TreeFile, tree: FileTree, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    return (await hdf5Content(file, tree, signal)) === 'model'
  } catch (error) {
    if (toEngineError(error).code === 'cancelled') throw error
    return false
  }
}
