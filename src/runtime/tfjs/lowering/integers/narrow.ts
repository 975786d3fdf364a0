import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { type IntegerWidth, widthOf, withoutWidth } from '../../../../graph/integer-width.ts'
import type { Decomposition, DecompositionRow } from '../../../../graph/passes/decompose.ts'

/** Width → the number of values, and the smallest one. */
const ranges: Partial<Record<IntegerWidth, readonly [count: number, least: number]>> = {
  int8: [256, -128],
  uint8: [256, 0],
  int16: [65_536, -32_768],
  uint16: [65_536, 0],
}

function wrapped(b: GraphBuilder, x: Value, [count, least]: readonly [number, number]): Value {
  if (least === 0) return b.op('FloorMod', [x, b.int(count)])
  const shifted = b.op('FloorMod', [b.op('Sub', [x, b.int(least)]), b.int(count)])
  return b.op('AddV2', [shifted, b.int(least)])
}

/** Arithmetic and casts in 8 and 16 bits wrap around, as in TensorFlow. */
const narrow: Decomposition = (node, b, inputs) => {
  const width = widthOf(node.attributes)
  const range = width === null ? undefined : ranges[width]
  if (range === undefined) return null
  return [wrapped(b, b.op(node.op, inputs, withoutWidth(node.attributes)), range)]
}

export const narrowIntegers: readonly DecompositionRow[] = [
  [
    ['Add', 'AddV2', 'AddN', 'Sub', 'Mul', 'Neg', 'Abs', 'Square', 'SquaredDifference', 'Pow', 'Invert', 'LeftShift'],
    narrow,
  ],
  [['Sum', 'Prod', 'Cumsum', 'Cumprod', 'MatMul', 'BatchMatMul', 'BatchMatMulV2', 'Cast', 'Bitcast'], narrow],
]
