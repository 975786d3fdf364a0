import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { add, mul, sub } from '../layers/elementwise.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'
import { movedAxes, squeeze } from './shaping.ts'

/** Sorted values and their indices along the last axis, descending or ascending. */
function sorted(b: GraphBuilder, x: Value, descending: boolean): readonly [Value, Value] {
  const size = b.dim(b.shape(x).at(-1) as Dim)
  const [values, indices] = b.ops('TopKV2', [descending ? x : b.op('Neg', [x]), size], { sorted: { b: true } })
  return [descending ? (values as Value) : b.op('Neg', [values as Value]), indices as Value]
}

function sortRow(classes: readonly string[], functions: readonly string[], output: 0 | 1): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x', 'axis'],
    lower: (a) => {
      const { b } = a
      const given = a.value('x', 'values')
      const flat = a.layer.config.axis === null && a.get('axis') === undefined
      const x = flat ? b.op('Reshape', [given, b.ints([-1])]) : given
      const rank = b.rank(x)
      const axis = a.axis(a.number('axis', -1), rank)
      const order = movedAxes(rank, [axis], [rank - 1])
      const descending = a.string('direction', 'ASCENDING') === 'DESCENDING'
      const result = sorted(b, b.transpose(x, order), descending)[output]
      return b.transpose(
        result,
        order.map((_, i) => order.indexOf(i)),
      )
    },
  }
}

const topK: OperationRow = {
  classes: ['TopK'],
  functions: ['math.top_k', 'nn.top_k'],
  parameters: ['x', 'k'],
  lower: (a) => {
    const k = a.b.int(a.number('k', 1))
    return a.b.ops('TopKV2', [a.value('x', 'input'), k], { sorted: { b: a.bool('sorted', true) } })
  },
}

/** Moves the axes to the end and merges them. */
function lastAxis(a: Arguments, x: Value, axes: readonly number[]): { readonly rows: Value; readonly size: number } {
  const { b } = a
  const shape = b.shape(x)
  const kept = shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
  const size = axes.reduce((product, axis) => product * Number(shape[axis]), 1)
  if (!Number.isInteger(size)) throw a.layer.error('takes the median of an axis of unknown length.')
  const moved = b.transpose(x, [...kept, ...axes])
  return { rows: b.reshape(moved, [...kept.map((axis) => shape[axis] as Dim), size]), size }
}

/** Interpolates linearly between the two sorted values around `q (n - 1)`. */
function quantile(a: Arguments, x: Value, q: number): Value {
  const { b } = a
  const rank = b.rank(x)
  const axes = a.axes(rank) ?? Array.from({ length: rank }, (_, i) => i)
  const { rows, size } = lastAxis(a, x, axes)
  const [ascending] = sorted(b, rows, false)
  const place = q * (size - 1)
  const at = (index: number): Value => b.op('GatherV2', [ascending, b.int(index), b.int(b.rank(rows) - 1)])
  const low = Math.floor(place)
  const below = at(low)
  const result = place === low ? below : add(b, below, mul(b, sub(b, at(low + 1), below), place - low))
  if (!a.bool('keepdims', false)) return result
  const wide = b.shape(x).map((dim, axis) => (axes.includes(axis) ? 1 : dim))
  return b.reshape(result, wide)
}

const median: OperationRow = {
  classes: ['Median'],
  parameters: ['x'],
  lower: (a) => quantile(a, toFloat(a.b, a.x), 0.5),
}

const quantileRow: OperationRow = {
  classes: ['Quantile', 'Percentile'],
  parameters: ['x', 'q'],
  lower: (a) => {
    const { b } = a
    const method = a.string('method', 'linear')
    if (method !== 'linear') throw a.layer.error(`takes quantiles by the method "${method}", which is not supported.`)
    const x = toFloat(b, a.x)
    const given = a.get('q')
    const listed = typeof given === 'number' ? null : b.info(a.value('q')).constant?.data
    const known = typeof given === 'number' ? [given] : [...(listed ?? [])].map(Number)
    if (known.length === 0) throw a.layer.invalid('q', 'numbers between 0 and 1', given)
    const share = a.layer.className === 'Percentile' ? 0.01 : 1
    const values = known.map((q) => quantile(a, x, q * share))
    const stacked = b.op('Pack', values, { axis: { i: 0 } })
    return typeof given === 'number' ? squeeze(b, stacked, [0]) : stacked
  },
}

export const sortingRows: readonly OperationRow[] = [
  sortRow(['Sort'], ['sort'], 0),
  sortRow(['Argsort'], ['argsort'], 1),
  topK,
  median,
  quantileRow,
]
