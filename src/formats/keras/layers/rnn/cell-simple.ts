import { add } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { linear } from '../linear.ts'
import { trainable } from '../variables.ts'
import { activation, type Cell, type CellRow } from './cell.ts'
import { unitsOf } from './cell-legacy.ts'

/** `h' = tanh(x·W + b + h·U)`. */
export const simpleCell: CellRow = {
  classes: ['SimpleRNNCell'],
  variables: (layer) =>
    layer.dialect.major === 1
      ? trainable('kernel', 'recurrent_kernel', 'bias')
      : trainable('kernel', 'recurrent_kernel', ...(layer.bool('use_bias', true) ? ['bias'] : [])),
  make: (_, layer, source): Cell => {
    const units = unitsOf(layer)
    const bias = layer.bool('use_bias', true) ? [source.weight('bias', [units])] : []
    return {
      weights: [source.weight('kernel'), source.weight('recurrent_kernel', [units, units]), ...bias],
      states: 1,
      output: 0,
      project: (body, [kernel, , bias], x) => [linear(body, x, present(layer, kernel), bias ?? null)],
      stateShapes: () => [[units]],
      step: (body, [, recurrent], [x], [h]) => {
        const inner = body.op('MatMul', [present(layer, h), present(layer, recurrent)])
        return [activation(body, add(body, present(layer, x), inner), layer)]
      },
    }
  },
}

/** Guards what the loop must provide. Raises `model-invalid` if states or weights are missing. */
export function present<T>(layer: Layer, value: T | undefined): T {
  if (value === undefined) throw layer.error('has fewer states or weights than its cell needs.')
  return value
}
