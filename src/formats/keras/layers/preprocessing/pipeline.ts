import { asArray } from '../../../shared/json-value.ts'
import type { Child, LayerRow, Lowered } from '../contract.ts'
import { layerOf } from '../inner-layer.ts'
import type { Layer } from '../layer.ts'
import type { Nested } from '../tensor.ts'

function childrenOf(layer: Layer): readonly Child[] {
  const layers = asArray(layer.get('layers'))
  if (layers === null) throw layer.invalid('layers', 'a list of layers', layer.get('layers'))
  return layers.map((entry) => {
    const inner = layerOf(entry, layer.dialect)
    if (inner === null) throw layer.invalid('layers', 'layers with a class and a config', entry)
    return { path: `layers/${inner.name}`, layer: inner }
  })
}

/** Preprocessing layers in sequence. */
const pipeline: LayerRow = {
  classes: ['Pipeline'],
  children: childrenOf,
  lower: ({ layer, args, child }) =>
    childrenOf(layer).reduce<Lowered>((value, { path }) => child(path).call([value as Nested]), args[0] as Lowered),
}

export const pipelineRows: readonly LayerRow[] = [pipeline]
