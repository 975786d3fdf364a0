import type { GraphBuilder } from '../../../graph/builder.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'
import { highest, lowest, maxCompared } from './segments.ts'

/** Rows `[rows, …rest]` with sorted segment ids; the last id gives the number of segments. */
interface Rows {
  readonly data: Value
  readonly ids: Value
  readonly rest: readonly Dim[]
  /** Number of segments, an int32 scalar. */
  readonly count: Value
}

function rowsOf(b: Rewriter, data: Value, ids: Value): Rows | null {
  const [shape, segments] = [b.info(data).shape, b.info(ids).shape]
  if (shape === null || segments?.length !== 1) return null
  // With a -1 in front, zero rows give zero segments.
  const numbers = b.op('ConcatV2', [b.ints([-1]), ids, b.int(0)])
  const count = b.op('AddV2', [b.op('Max', [numbers, b.ints([0])]), b.int(1)])
  return { data, ids, rest: shape.slice(1), count }
}

const ones = (dims: readonly Dim[]) => dims.map(() => 1)

function sum(b: GraphBuilder, { data, ids, rest, count }: Rows): Value {
  const first = b.op('Reshape', [count, b.ints([1])])
  const shape = rest.length === 0 ? first : b.op('ConcatV2', [first, b.dims(rest), b.int(0)])
  return b.op('ScatterNd', [b.op('ExpandDims', [ids, b.int(1)]), data, shape])
}

/** Rows per segment, at least 1, shaped to broadcast over the rest. */
function sizes(b: GraphBuilder, rows: Rows): Value {
  const each = b.op('OnesLike', [b.cast(rows.ids, 'float32')])
  const counted = b.op('Maximum', [sum(b, { ...rows, data: each, rest: [] }), b.scalar(1)])
  return b.reshape(counted, ['(segments)', ...ones(rows.rest)])
}

/** Compares every row with every segment, `[rows, segments, …]`, reduced over rows; empty segments give `empty`. */
function reduced(b: GraphBuilder, rows: Rows, op: string, neutral: number, empty: number): Value | null {
  const { data, ids, rest, count } = rows
  const known = [...b.shape(data), b.shape(ids)[0] ?? 1]
  const numbers = known.filter((dim): dim is number => typeof dim === 'number')
  if (numbers.length === known.length && numbers.reduce((all, dim) => all * dim, 1) > maxCompared) return null
  const mine = b.reshape(ids, [b.shape(ids)[0] ?? 1, 1, ...ones(rest)])
  const each = b.reshape(countUp(b, count), [1, '(segments)', ...ones(rest)])
  const own = b.op('Equal', [mine, each])
  const spread = b.op('SelectV2', [own, b.op('ExpandDims', [data, b.int(1)]), b.scalarLike(data, neutral)])
  const result = b.op(op, [spread, b.ints([0])])
  if (neutral === empty) return result
  return b.op('SelectV2', [b.op('Any', [own, b.ints([0])]), result, b.scalarLike(data, empty)])
}

const sorted =
  (make: (b: Rewriter, rows: Rows) => Value | null): Decomposition =>
  (_, b, inputs) => {
    const rows = rowsOf(b, at(inputs, 0), at(inputs, 1))
    const value = rows === null ? null : make(b, rows)
    return value === null ? null : [value]
  }

const mean = sorted((b, rows) =>
  b.dtype(rows.data) === 'float32' ? b.op('RealDiv', [sum(b, rows), sizes(b, rows)]) : null,
)

const integers = (b: GraphBuilder, { data }: Rows) => b.dtype(data) === 'int32'

/** Gathers rows by index and sums them per segment, divided by the square root of their count. */
const rootMean: Decomposition = (_, b, inputs) => {
  const picked = b.op('GatherV2', [at(inputs, 0), at(inputs, 1), b.int(0)])
  const rows = rowsOf(b, picked, at(inputs, 2))
  return rows === null ? null : [b.op('RealDiv', [sum(b, rows), b.op('Sqrt', [sizes(b, rows)])])]
}

export const sortedSegments: readonly DecompositionRow[] = [
  ['SegmentSum', sorted(sum)],
  ['SegmentMean', mean],
  ['SegmentMax', sorted((b, rows) => reduced(b, rows, 'Max', lowest(integers(b, rows)), 0))],
  ['SegmentMin', sorted((b, rows) => reduced(b, rows, 'Min', highest(integers(b, rows)), 0))],
  ['SegmentProd', sorted((b, rows) => reduced(b, rows, 'Prod', 1, 1))],
  ['SparseSegmentSqrtN', rootMean],
]
