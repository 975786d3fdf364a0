import type { LayerRow } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { layoutAttribute, paddingOf, spatialInput, windowAttribute } from '../spatial.ts'

/** `[batch, …spatial, channels]`; averages ignore the padding, as in TensorFlow. */
function pooling(classes: readonly string[], op: string, rank: 1 | 2 | 3): LayerRow {
  return {
    classes,
    lower: (call) => {
      const { b, layer } = call
      const input = spatialInput(call, rank)
      const size = layer.numbers(['pool_size', 'pool_length'], rank, defaultSize(rank))
      const strides = layer.numbers(['strides', 'stride'], rank, size)
      const y = b.op(rank === 3 ? `${op}3D` : op, [input.x], {
        ksize: windowAttribute(size),
        strides: windowAttribute(strides),
        padding: { s: noCausal(layer) },
        data_format: layoutAttribute(rank),
      })
      return input.restore(y)
    },
  }
}

function defaultSize(rank: number): readonly number[] {
  return Array.from({ length: rank }, () => 2)
}

function noCausal(layer: Layer): 'SAME' | 'VALID' {
  const padding = paddingOf(layer)
  if (padding === 'CAUSAL') throw layer.invalid('padding', 'same or valid', 'causal')
  return padding
}

export const poolingRows: readonly LayerRow[] = [
  pooling(['MaxPooling1D', 'MaxPool1D'], 'MaxPool', 1),
  pooling(['MaxPooling2D', 'MaxPool2D'], 'MaxPool', 2),
  pooling(['MaxPooling3D', 'MaxPool3D'], 'MaxPool', 3),
  pooling(['AveragePooling1D', 'AvgPool1D'], 'AvgPool', 1),
  pooling(['AveragePooling2D', 'AvgPool2D'], 'AvgPool', 2),
  pooling(['AveragePooling3D', 'AvgPool3D'], 'AvgPool', 3),
]
