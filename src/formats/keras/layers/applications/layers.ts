import type { LayerRow } from '../contract.ts'
import { add, mul } from '../elementwise.ts'
import { trainable } from '../variables.ts'

/** `x · gamma`, per channel: ConvNeXt. */
const layerScale: LayerRow = {
  classes: ['LayerScale'],
  variables: () => trainable('gamma'),
  lower: ({ b, x, layer, weight }) => mul(b, x, weight('gamma', [layer.number('projection_dim')])),
}

/** Drops paths in training only: ConvNeXt. */
const stochasticDepth: LayerRow = {
  classes: ['StochasticDepth'],
  lower: ({ b, x, layer }) => {
    layer.number('drop_path_rate')
    return b.op('Identity', [x])
  },
}

/** `first + second · scale`: InceptionResNetV2. */
const customScale: LayerRow = {
  classes: ['CustomScaleLayer'],
  lower: ({ b, x, layer, inputs }) => {
    const second = inputs[1]
    if (second === undefined) throw layer.error('is called with one tensor; it needs two.')
    return add(b, x, mul(b, second.value, layer.number('scale')))
  },
}

/** Layers that `keras.applications` defines for its own models. */
export const applicationRows: readonly LayerRow[] = [layerScale, stochasticDepth, customScale]
