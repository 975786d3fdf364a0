import { expectedScale } from '../image-scaling.ts'
import { asNumber } from '../json-value.ts'
import type { Layer } from '../keras-layers/layer.ts'
import type { MetadataPart } from '../metadata/contract.ts'
import { inputsOf } from './model-inputs.ts'
import type { LayerNode, ModelNode } from './nodes.ts'
import { referencesIn, type Structure } from './references.ts'

/** Layers that a picture may pass before it is scaled; the random ones do nothing at prediction. */
const passing = /^(Resizing|CenterCrop|Reshape|Permute|ZeroPadding2D|Cropping2D|GaussianNoise|Dropout|Random\w+)$/

/** The layer by which the model itself rescales or normalises its input, if it begins with one. */
export function scalingLayer(model: ModelNode): MetadataPart {
  for (const layer of firstLayers(model)) {
    if (layer.className === 'Rescaling') {
      const scale = asNumber(layer.get('scale'))
      const expected = scale === null ? null : expectedScale(scale, asNumber(layer.get('offset')) ?? 0)
      if (expected === null) return {}
      return { scaling: { scale: expected, source: `layer ${layer.name}` }, scalesInside: expected === 'none' }
    }
    if (layer.className === 'Normalization')
      return { scaling: { scale: 'none', source: `layer ${layer.name}` }, scalesInside: true }
    if (!passing.test(layer.className)) return {}
  }
  return {}
}

/** The chain that begins at the only input, as far as it does not branch; nested models are followed into. */
function* firstLayers(model: ModelNode): Generator<Layer> {
  for (const node of chain(model)) {
    if (node.kind === 'model') {
      yield* firstLayers(node)
      return
    }
    yield node.layer
  }
}

function* chain(model: ModelNode): Generator<LayerNode> {
  const members = model.members.filter(({ node }) => node.kind !== 'input')
  if (model.config.graph === null) {
    yield* members.map(({ node }) => node)
    return
  }
  const inputs = inputsOf(model)
  let from = inputs.length === 1 ? inputs[0]?.layer : undefined
  for (let steps = 0; from !== undefined && steps < members.length; steps++) {
    const name: string = from
    const users = members.filter(({ entry }) =>
      entry.calls.some(({ args, kwargs }) =>
        [...referencesIn(args), ...referencesIn(kwargs as Structure)].some(({ layer }) => layer === name),
      ),
    )
    const [user] = users
    if (user === undefined || users.length > 1) return
    yield user.node
    from = user.entry.layer.name
  }
}
