import type { ModelFormat } from '../../contract.ts'
import { matchKind } from '../model-json/match.ts'

/** `model.json` with a Keras topology, saved by tfjs-layers or written by the converter, and its weights. */
export const tfjsLayers: ModelFormat = {
  id: 'tfjs-layers',
  label: 'TensorFlow.js layers model',
  whole: /\.(json|bin)$/i,
  use: { files: 'TensorFlow.js files', loader: 'loadLayersModel' },
  match: (_files, tree, signal) => matchKind('tfjs-layers', tree, signal),
  open: () => import('./open.ts'),
}
