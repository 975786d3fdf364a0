import type { ModelFormat } from '../../contract.ts'
import { matchKind } from '../model-json/match.ts'

/** `model.json` with a GraphDef topology, as `tensorflowjs_converter` writes it from a SavedModel, and its weights. */
export const tfjsGraph: ModelFormat = {
  id: 'tfjs-graph',
  label: 'TensorFlow.js graph model',
  whole: /\.(json|bin)$/i,
  use: { files: 'TensorFlow.js files', loader: 'loadGraphModel' },
  match: (_files, tree, signal) => matchKind('tfjs-graph', tree, signal),
  open: () => import('./open.ts'),
}
