import type { Value } from '../../../../graph/graph.ts'
import { concat } from '../../operations/joining.ts'
import { promote } from '../../operations/promote.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { KerasTensor } from '../tensor.ts'
import { overTensor } from './masks.ts'

/** A step is kept if any of its elements is; inputs without a mask are kept entirely. */
function maskOf(call: LayerCall, values: readonly Value[], axis: number): Value | null {
  const { b, layer, inputs } = call
  if (inputs.every(({ mask }) => mask === null)) return null
  const masks = inputs.map(({ mask }, i) => {
    const value = values[i] as Value
    if (mask === null) return b.op('Equal', [value, value])
    return overTensor(b, mask, value)
  })
  const joined = concat(b, masks, axis)
  // Before Keras 3, a step was kept only if all of its elements were.
  return b.op(layer.dialect.major < 3 ? 'All' : 'Any', [joined, b.ints([-1])], { keep_dims: { b: false } })
}

const concatenate: LayerRow = {
  classes: ['Concatenate'],
  lower: (call) => {
    const { b, layer, inputs } = call
    if (inputs.length === 0) throw layer.error('concatenates tensors, but is called with none.')
    const values = promote(
      b,
      inputs.map(({ value }) => value),
    )
    const stated = layer.number(['axis', 'concat_axis'], -1)
    const axis = stated < 0 ? stated + b.rank(values[0] as Value) : stated
    return new KerasTensor(concat(b, values, axis), maskOf(call, values, axis))
  },
}

export const concatenateRows: readonly LayerRow[] = [concatenate]
