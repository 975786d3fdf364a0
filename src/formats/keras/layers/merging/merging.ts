import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { promote, toFloat } from '../../operations/promote.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { add, div, maximum, minimum, mul, sub } from '../elementwise.ts'
import { KerasTensor } from '../tensor.ts'
import { extremeOfMasked, productOfMasked } from './masked.ts'
import { mergedMask } from './masks.ts'

type Binary = (b: GraphBuilder, x: Value, y: Value) => Value

/** A layer that combines its inputs pairwise; ranks are equalised by inserting ones after the batch. */
function merge(classes: readonly string[], combine: (b: GraphBuilder, values: readonly Value[]) => Value): LayerRow {
  return {
    classes,
    lower: (call) => {
      const { b } = call
      const values = operands(call)
      return new KerasTensor(combine(b, values), mergedMask(call))
    },
  }
}

/** The inputs in one dtype and one rank. Raises `model-invalid` if there are none. */
export function operands({ b, layer, inputs }: LayerCall): readonly Value[] {
  if (inputs.length === 0) throw layer.error('merges tensors, but is called with none.')
  const values = promote(
    b,
    inputs.map(({ value }) => value),
  )
  const rank = Math.max(...values.map((value) => b.rank(value)))
  return values.map((value) => {
    const [batch = 1, ...rest] = b.shape(value)
    const missing = rank - rest.length - 1
    return missing === 0 ? value : b.reshape(value, [batch, ...Array.from({ length: missing }, () => 1), ...rest])
  })
}

const fold =
  (combine: Binary) =>
  (b: GraphBuilder, values: readonly Value[]): Value =>
    values.slice(1).reduce((sum, value) => combine(b, sum, value), values[0] as Value)

/** Keras 3 takes masks into account when it multiplies and compares. */
function masked(
  classes: readonly string[],
  combine: Binary,
  ofMasked: (call: LayerCall, values: readonly Value[]) => Lowered,
): LayerRow {
  const plain = merge(classes, fold(combine))
  return {
    classes,
    lower: (call) => {
      const any = call.layer.dialect.major >= 3 && call.inputs.some(({ mask }) => mask !== null)
      return any ? ofMasked(call, operands(call)) : plain.lower(call)
    },
  }
}

export const mergingRows: readonly LayerRow[] = [
  merge(['Add'], fold(add)),
  merge(['Subtract'], fold(sub)),
  merge(['Average'], (b, values) =>
    div(
      b,
      fold(add)(
        b,
        values.map((value) => toFloat(b, value)),
      ),
      values.length,
    ),
  ),
  masked(['Multiply'], mul, productOfMasked),
  masked(['Maximum'], maximum, (call, values) => extremeOfMasked(call, values, maximum)),
  masked(['Minimum'], minimum, (call, values) => extremeOfMasked(call, values, minimum)),
]
