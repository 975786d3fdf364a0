import { EngineError } from '../../base/errors.ts'
import { allLayers, field, isRecord, type Json, type LayerNode } from './topology.ts'

/** A setting of Keras that tfjs-layers 4.22 reads otherwise, without a word. */
interface Difference {
  readonly className: string
  readonly applies: (config: unknown) => boolean
  /** `refuse`: the numbers would be wrong; `tell`: they differ a little; `rename`: they come right under another name. */
  readonly act: 'refuse' | 'tell' | 'rename'
  readonly words: string
}

const isSet = (value: unknown): boolean => typeof value === 'number' && value !== 0

const differences: readonly Difference[] = [
  {
    className: 'LeakyReLU',
    applies: (config) =>
      field(config, 'alpha') === undefined && field(config, 'negative_slope', 'negativeSlope') !== undefined,
    act: 'rename',
    words: 'has its slope under the name of Keras 3, which TensorFlow.js would ignore; it is passed on as alpha',
  },
  {
    className: 'ReLU',
    applies: (config) => isSet(field(config, 'negative_slope', 'negativeSlope')) || isSet(field(config, 'threshold')),
    act: 'refuse',
    words: 'has a negative slope or a threshold, which TensorFlow.js ignores',
  },
  {
    className: 'UpSampling2D',
    applies: (config) => field(config, 'interpolation') === 'bilinear',
    act: 'tell',
    words:
      'enlarges bilinearly from pixel corners in TensorFlow.js, from pixel centres in Keras; the outputs differ a little',
  },
]

function find(layer: LayerNode): Difference | undefined {
  return differences.find(({ className, applies }) => className === layer.className && applies(layer.config))
}

/** A sentence for each layer that is read differently. Raises `known-but-unsupported` where the numbers would be wrong. */
export function tellDifferences(model: LayerNode): readonly string[] {
  return allLayers(model).flatMap((layer) => {
    const difference = find(layer)
    if (difference === undefined) return []
    const sentence = `Layer "${layer.name}" (${layer.className}) ${difference.words}.`
    if (difference.act !== 'refuse') return [sentence]
    throw new EngineError(
      'known-but-unsupported',
      sentence,
      'Export the model as a SavedModel and convert that into a graph model.',
    )
  })
}

/** The config of a layer entry with renamed settings put right; anything else as it is. */
export function withTfjsNames(entry: Json): Json {
  const { config } = entry
  if (field(entry, 'class_name', 'className') !== 'LeakyReLU' || !isRecord(config)) return entry
  const slope = field(config, 'negative_slope', 'negativeSlope')
  return field(config, 'alpha') === undefined && slope !== undefined
    ? { ...entry, config: { ...config, alpha: slope } }
    : entry
}
