import type { ModelFormat } from '../../contract.ts'
import { matchKeras } from './match.ts'

/** A model as written by `model.save('model.keras')` in Keras 2.12 to 3: a zip, or a folder with the same files. */
export const keras: ModelFormat = {
  id: 'keras',
  label: 'Keras',
  whole: /\.(json|h5)$/i,
  use: { files: '.keras files', loader: 'keras' },
  match: matchKeras,
  open: () => import('./open.ts'),
}
