import type { GraphBuilder } from '../../../../graph/builder.ts'
import { bool } from '../../../../graph/constant.ts'
import { countUp } from '../../../../graph/count-up.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { less, sub } from '../elementwise.ts'

/** bool `[1, queries, values]`: query i attends to values j ≤ i. */
export function causalMask(b: GraphBuilder, queries: Dim, values: Dim): Value {
  return positions(
    b,
    queries,
    values,
    (i, j) => i >= j,
    (i, j) => b.op('GreaterEqual', [i, j]),
  )
}

/** bool `[1, queries, values]`: query i attends to values less than `width` away. */
export function slidingMask(b: GraphBuilder, queries: Dim, values: Dim, width: number): Value {
  return positions(
    b,
    queries,
    values,
    (i, j) => Math.abs(i - j) < width,
    (i, j) => less(b, b.op('Abs', [sub(b, i, j)]), width),
  )
}

/** The conjunction, if both are present. */
export function both(b: GraphBuilder, x: Value | null, y: Value | null): Value | null {
  if (x === null || y === null) return x ?? y
  return b.op('LogicalAnd', [x, y])
}

/** A constant if both lengths are known; otherwise computed at run time. */
function positions(
  b: GraphBuilder,
  queries: Dim,
  values: Dim,
  known: (i: number, j: number) => boolean,
  unknown: (i: Value, j: Value) => Value,
): Value {
  if (typeof queries === 'number' && typeof values === 'number') {
    const cells = Array.from({ length: queries * values }, (_, k) => known(Math.floor(k / values), k % values))
    return b.constant(bool(cells, [1, queries, values]), 'mask')
  }
  const range = (length: Dim, shape: readonly number[]): Value =>
    b.op('Reshape', [countUp(b, b.dim(length)), b.ints(shape)])
  const mask = unknown(range(queries, [1, -1, 1]), range(values, [1, 1, -1]))
  b.refine(mask, [1, queries, values])
  return mask
}
