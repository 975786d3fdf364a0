import type { Outline } from './scanner.ts'

/** The kinds of JSON files in the TensorFlow.js and Keras ecosystem. */
export type JsonKind = 'tfjs-graph' | 'tfjs-layers' | 'weights-manifest' | 'keras-config' | 'graph-topology'

const kerasModels = new Set(['Sequential', 'Functional', 'Model'])
const layersKeys = ['class_name', 'className', 'model_config', 'modelConfig', 'config']

/** Decided by content; the `format` field is often missing, so it is only used if the topology is inconclusive. */
export function kindOf(outline: Outline): JsonKind | null {
  const { root, keys, texts, topology } = outline
  if (root === 'array') return keys.has('paths') && keys.has('weights') ? 'weights-manifest' : null
  if (keys.has('modelTopology') && topology.size > 0) {
    if (topology.has('node')) return 'tfjs-graph'
    if (layersKeys.some((key) => topology.has(key))) return 'tfjs-layers'
    if (texts.get('format') === 'layers-model') return 'tfjs-layers'
    return texts.get('format') === 'graph-model' || topology.has('versions') || topology.has('library')
      ? 'tfjs-graph'
      : null
  }
  if (keys.has('weightsManifest')) return 'weights-manifest'
  if (keys.has('config') && kerasModels.has(texts.get('class_name') ?? '')) return 'keras-config'
  return keys.has('node') && keys.has('versions') ? 'graph-topology' : null
}
