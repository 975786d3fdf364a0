import { expectedScale } from '../../shared/image-scaling.ts'
import { asNumber } from '../../shared/json-value.ts'
import type { MetadataPart } from '../../sidecars/contract.ts'
import type { Layer } from '../layers/layer.ts'
import { inputsOf } from './model-inputs.ts'
import type { LayerNode, ModelNode } from './nodes.ts'
import { referencesIn, type Structure } from './references.ts'

/** Layers that may precede the scaling of a picture; random ones do nothing at prediction. */
const passing = /^(Resizing|CenterCrop|Reshape|Permute|ZeroPadding2D|Cropping2D|GaussianNoise|Dropout|Random\w+)$/

/** The layer that rescales or normalises the model's input, if the model starts with one. */
export function scalingLayer(model: ModelNode): MetadataPart {
  for (const layer of firstLayers(model)) {
    if (layer.className === 'Rescaling') {
      const scale = asNumber(layer.get('scale'))
      const expected = scale === null ? null : expectedScale(scale, asNumber(layer.get('offset')) ?? 0)
      if (expected === null) return {}
      return { scaling: { scale: expected, source: `layer ${layer.name}` }, scalesInside: expected === 'none' }
    }
    if (layer.className === 'Normalization') return normalizing(layer)
    if (!passing.test(layer.className)) return {}
  }
  return {}
}

/** Reads the statistics in the config; those from adapt() are weights, which are not read here. */
function normalizing(layer: Layer): MetadataPart {
  const [mean, variance] = ['mean', 'variance'].map((key) => average(layer.get(key)))
  const source = `layer ${layer.name}`
  if (mean === null || mean === undefined || variance === null || variance === undefined)
    return { scaling: { scale: 'none', source }, scalesInside: true }
  const factor = 1 / Math.sqrt(variance)
  const expected = expectedScale(factor, -mean * factor)
  return expected === null ? {} : { scaling: { scale: expected, source }, scalesInside: expected === 'none' }
}

/** Accepts a number or nested lists of numbers. */
function average(value: unknown): number | null {
  const list: readonly unknown[] = [value].flat(8)
  const numbers = list.flatMap((item) => asNumber(item) ?? [])
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** The chain of layers from the only input to the first branch; nested models are entered. */
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
