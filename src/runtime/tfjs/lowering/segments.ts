import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** Largest comparison of every row with every segment, in elements. */
export const maxCompared = 1 << 24

/** Largest finite float32 and int32; negated, the maximum of an empty segment. */
export const lowest = (integers: boolean) => (integers ? -2147483648 : -3.4028234663852886e38)
export const highest = (integers: boolean) => (integers ? 2147483647 : 3.4028234663852886e38)

/** Rows and their segment ids, `[rows, …]`; ids with several axes are flattened together with the data. */
function flattened(b: GraphBuilder, data: Value, ids: Value) {
  const [shape, segments] = [b.info(data).shape, b.info(ids).shape]
  if (shape === null || segments === null) return null
  const rest = shape.slice(segments.length)
  if (segments.length === 1) return { data, ids, rest }
  const rows = '(rows)'
  if (rest.some((dim) => typeof dim === 'string')) return null
  return { data: b.reshape(data, [rows, ...rest]), ids: b.reshape(ids, [rows]), rest }
}

/** `ScatterNd` sums; negative ids go to an extra row, which is sliced off. */
const sum: Decomposition = (_, b, inputs) => {
  const flat = flattened(b, at(inputs, 0), at(inputs, 1))
  if (flat === null) return null
  const one = b.int(1)
  const rows = b.op('AddV2', [b.op('Maximum', [flat.ids, b.int(-1)]), one])
  const count = b.op('Reshape', [b.op('AddV2', [at(inputs, 2), one]), b.ints([1])])
  const shape = flat.rest.length === 0 ? count : b.op('ConcatV2', [count, b.dims(flat.rest), b.int(0)], { N: { i: 2 } })
  const spread = b.op('ScatterNd', [b.op('ExpandDims', [rows, b.int(1)]), flat.data, shape])
  const rank = flat.rest.length + 1
  const begin = b.ints([1, ...new Array<number>(rank - 1).fill(0)])
  return [b.op('Slice', [spread, begin, b.ints(new Array<number>(rank).fill(-1))])]
}

/** Compares every row with every segment: `[rows, segments, …]`, reduced over rows. */
const reduced =
  (op: string, empty: (integers: boolean) => number): Decomposition =>
  (_, b, inputs) => {
    const flat = flattened(b, at(inputs, 0), at(inputs, 1))
    const segments = b.info(at(inputs, 2)).content?.[0]
    const rows = flat === null ? undefined : b.shape(flat.ids)[0]
    if (flat === null || typeof rows !== 'number' || typeof segments !== 'number') return null
    const sizes = flat.rest.filter((dim): dim is number => typeof dim === 'number')
    if (sizes.reduce((all, dim) => all * dim, rows * segments) > maxCompared) return null
    const ones = flat.rest.map(() => 1)
    const mine = b.reshape(flat.ids, [rows, 1, ...ones])
    const each = b.reshape(b.ints(Array.from({ length: segments }, (_, i) => i)), [1, segments, ...ones])
    const data = b.op('ExpandDims', [flat.data, b.int(1)])
    const neutral = b.scalarLike(flat.data, empty(b.dtype(flat.data) === 'int32'))
    return [b.op(op, [b.op('SelectV2', [b.op('Equal', [mine, each]), data, neutral]), b.ints([0])])]
  }

export const segments: readonly DecompositionRow[] = [
  ['UnsortedSegmentSum', sum],
  ['UnsortedSegmentMax', reduced('Max', lowest)],
  ['UnsortedSegmentMin', reduced('Min', highest)],
  ['UnsortedSegmentProd', reduced('Prod', () => 1)],
]
