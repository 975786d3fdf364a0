import type { Value } from '../../../../graph/graph.ts'
import { toFloat } from '../../operations/promote.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { div, where } from '../elementwise.ts'
import { KerasTensor } from '../tensor.ts'

function global(classes: readonly string[], op: 'Mean' | 'Max', rank: number): LayerRow {
  return {
    classes,
    lower: (call) => {
      const { b, layer } = call
      const x = op === 'Mean' ? toFloat(b, call.x) : call.x
      const axes = Array.from({ length: rank }, (_, i) => i + (layer.channelsFirst() ? 2 : 1))
      const keep = layer.bool('keepdims', false)
      const mask = op === 'Mean' && rank === 1 ? maskOf(call) : null
      if (mask !== null) return maskedMean(call, x, mask, axes[0] ?? 1, keep)
      return b.op(op, [x, b.ints(axes)], { keep_dims: { b: keep } })
    },
  }
}

function maskOf({ kwargs, inputs }: LayerCall): Value | null {
  return kwargs.mask instanceof KerasTensor ? kwargs.mask.value : (inputs[0]?.mask ?? null)
}

/** The mean over the steps kept by the mask `[batch, steps]`. */
function maskedMean({ b, layer }: LayerCall, x: Value, mask: Value, axis: number, keep: boolean): Value {
  const wide = b.op('ExpandDims', [b.cast(mask, 'bool'), b.int(layer.channelsFirst() ? 1 : 2)])
  const sum = (value: Value) => b.op('Sum', [value, b.ints([axis])], { keep_dims: { b: keep } })
  return div(b, sum(where(b, wide, x, 0)), sum(b.cast(wide, 'float32')))
}

export const globalPoolingRows: readonly LayerRow[] = [
  global(['GlobalAveragePooling1D', 'GlobalAvgPool1D'], 'Mean', 1),
  global(['GlobalAveragePooling2D', 'GlobalAvgPool2D'], 'Mean', 2),
  global(['GlobalAveragePooling3D', 'GlobalAvgPool3D'], 'Mean', 3),
  global(['GlobalMaxPooling1D', 'GlobalMaxPool1D'], 'Max', 1),
  global(['GlobalMaxPooling2D', 'GlobalMaxPool2D'], 'Max', 2),
  global(['GlobalMaxPooling3D', 'GlobalMaxPool3D'], 'Max', 3),
]
