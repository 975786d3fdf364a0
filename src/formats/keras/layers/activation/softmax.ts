import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { add, div, maximum, sub, where } from '../elementwise.ts'

/** Softmax over one axis, or over several together; kernels support the last axis only. */
export function softmax(b: GraphBuilder, x: Value, axes: readonly number[]): Value {
  return overLastAxis(b, x, axes, (last) => b.op('Softmax', [last]))
}

export function logSoftmax(b: GraphBuilder, x: Value, axes: readonly number[]): Value {
  return overLastAxis(b, x, axes, (last) => b.op('LogSoftmax', [last]))
}

/** The Euclidean projection onto the probability simplex, as computed by Keras's TensorFlow backend. */
export function sparsemax(b: GraphBuilder, x: Value, axis: number): Value {
  return overLastAxis(b, x, [axis], (last) => {
    const size = b.shape(last).at(-1) as Dim
    const [sorted] = b.ops('TopKV2', [last, b.dim(size)], { sorted: { b: true } })
    const from = b.int(b.rank(last) - 1)
    const sums = b.op('Cumsum', [sorted as Value, from], { exclusive: { b: false }, reverse: { b: false } })
    const ranks = b.cast(b.op('Range', [b.int(1), add(b, b.dim(size), 1), b.int(1)]), 'float32')
    const excess = sub(b, sorted as Value, div(b, sub(b, sums, 1), ranks))
    const support = b.op('Greater', [excess, b.scalar(0)])
    const count = b.op('Sum', [b.cast(support, 'float32'), from], { keep_dims: { b: true } })
    // Keras sums the cumulative sums, where the paper takes the last one.
    const supported = where(b, support, sums, 0)
    const total = b.op('Sum', [supported, from], { keep_dims: { b: true } })
    return maximum(b, sub(b, last, div(b, sub(b, total, 1), count)), 0)
  })
}

function overLastAxis(b: GraphBuilder, x: Value, axes: readonly number[], apply: (last: Value) => Value): Value {
  const shape = b.shape(x)
  const rank = shape.length
  const chosen = axes.map((axis) => (axis < 0 ? axis + rank : axis))
  const kept = shape.map((_, axis) => axis).filter((axis) => !chosen.includes(axis))
  const order = [...kept, ...chosen]
  const moved = b.transpose(x, order)
  const rows = kept.map((axis) => shape[axis] as Dim)
  const result =
    chosen.length === 1 ? apply(moved) : b.reshape(apply(flattened(b, moved, rows, chosen)), b.shape(moved))
  return b.transpose(
    result,
    shape.map((_, axis) => order.indexOf(axis)),
  )
}

function flattened(b: GraphBuilder, x: Value, rows: readonly Dim[], axes: readonly number[]): Value {
  const sizes = b.shape(x).slice(rows.length)
  const known = sizes.filter((size): size is number => typeof size === 'number')
  if (known.length === axes.length) return b.reshape(x, [...rows, known.reduce((product, size) => product * size, 1)])
  const minusOne = b.ints([-1])
  return b.op('Reshape', [x, b.op('ConcatV2', [b.dims(rows), minusOne, b.int(0)])])
}
