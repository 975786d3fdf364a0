import { expectedScale } from '../image-scaling.ts'
import { asArray, asNumber, asString, get } from '../json-value.ts'
import type { MetadataPart } from '../metadata/contract.ts'
import { type LayerNode, type LayersConfig, nestedModel } from './config.ts'

/** Layers that a picture may pass before it is scaled; the random ones do nothing at prediction. */
const passing =
  /^(InputLayer|Resizing|CenterCrop|Reshape|Permute|ZeroPadding2D|Cropping2D|GaussianNoise|Dropout|Random\w+)$/

/** The layer by which the model itself rescales or normalises its input, if it begins with one. */
export function scalingLayer(model: LayersConfig): MetadataPart {
  for (const layer of firstLayers(model)) {
    if (layer.className === 'Rescaling') {
      const scale = asNumber(get(layer.config, 'scale'))
      const expected = scale === null ? null : expectedScale(scale, asNumber(get(layer.config, 'offset')) ?? 0)
      if (expected === null) return {}
      return { scaling: { scale: expected, source: `layer ${layer.name}` }, scalesInside: expected === 'none' }
    }
    if (layer.className === 'Normalization')
      return { scaling: { scale: 'none', source: `layer ${layer.name}` }, scalesInside: true }
    if (!passing.test(layer.className)) return {}
  }
  return {}
}

/** The chain that begins at the input, as far as it does not branch; nested models are followed into. */
function* firstLayers(model: LayersConfig): Generator<LayerNode> {
  let current = model.layers[0]
  const seen = new Set<LayerNode>()
  while (current !== undefined && !seen.has(current)) {
    seen.add(current)
    const nested = nestedModel(current)
    if (nested !== null) {
      yield* firstLayers(nested)
      return
    }
    yield current
    current = follower(model, current)
  }
}

function follower(model: LayersConfig, layer: LayerNode): LayerNode | undefined {
  if (model.sequential) return model.layers[model.layers.indexOf(layer) + 1]
  const users = model.layers.filter(({ inbound }) => inboundNames(inbound).includes(layer.name))
  return users.length === 1 ? users[0] : undefined
}

/** Names of the layers that feed one: `[[["a", 0, 0, {}]]]` of Keras 2, `keras_history` of Keras 3. */
function inboundNames(value: unknown): readonly string[] {
  const list = asArray(value)
  if (list !== null) {
    const name = asString(list[0])
    return name !== null && typeof list[1] === 'number' ? [name] : list.flatMap(inboundNames)
  }
  const history = asArray(get(get(value, 'config'), 'keras_history'))
  if (history !== null) return [asString(history[0]) ?? '']
  return inboundNames(get(value, 'args') ?? [])
}
