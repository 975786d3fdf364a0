import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

/** Diagonals of matrices whose sizes are known only at run time: one at a time, `k` above the main diagonal (below it if negative). */

const plus = (b: Rewriter, size: Value, more: number) => (more === 0 ? size : b.op('AddV2', [size, b.int(more)]))

/** Diagonal `k` of each matrix of `x`, `[…, length]`. */
export function freePart(b: Rewriter, x: Value, k: number): Value {
  const [outer, rows, columns] = [b.shape(x).slice(0, -2), b.dim(b.shape(x).at(-2) ?? 1), b.dim(b.shape(x).at(-1) ?? 1)]
  const length = b.op('Minimum', [plus(b, rows, Math.min(k, 0)), plus(b, columns, -Math.max(k, 0))])
  const step = plus(b, columns, 1)
  const first = k < 0 ? b.op('Mul', [columns, b.int(-k)]) : b.int(k)
  const places = b.op('AddV2', [b.op('Mul', [countUp(b, length), step]), first])
  const sizes = [...outer.map((dim) => b.dim(dim)), b.int(-1)]
  const flat = b.op('Reshape', [x, b.op('Pack', sizes, { axis: { i: 0 } })])
  return b.op('GatherV2', [flat, places, b.int(outer.length)])
}

/** Matrices `[…, rows, columns]` with the diagonals `x` `[…, length]` as diagonal `k`, and `otherwise` elsewhere. */
export function freelyLaid(
  b: Rewriter,
  x: Value,
  [rows, columns]: readonly [Value, Value],
  k: number,
  otherwise: Value,
) {
  const across = b.op('ExpandDims', [countUp(b, columns), b.int(0)])
  const down = b.op('ExpandDims', [countUp(b, rows), b.int(1)])
  const present = b.op('Equal', [b.op('Sub', [across, down]), b.int(k)])
  // An element of a diagonal above the main one lies in the row of its index, of one below in the column.
  const last = b.op('Sub', [b.dim(b.shape(x).at(-1) ?? 1), b.int(1)])
  const places = b.op('Minimum', [countUp(b, k < 0 ? columns : rows), last])
  const lines = b.op('GatherV2', [x, places, b.int(b.rank(x) - 1)])
  return b.op('SelectV2', [present, b.op('ExpandDims', [lines, b.int(k < 0 ? -2 : -1)]), otherwise])
}

/** The sizes of the smallest matrix with a diagonal `k` of this length, unless they are given. */
export function sizesAround(b: Rewriter, length: Dim, k: number, given: readonly number[]): readonly [Value, Value] {
  const size = (axis: number, more: number) => {
    const stated = given[axis] ?? -1
    return stated < 0 ? plus(b, b.dim(length), more) : b.int(stated)
  }
  return [size(0, Math.max(-k, 0)), size(1, Math.max(k, 0))]
}
