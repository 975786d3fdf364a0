import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** `starts`, `limits` and `deltas` are vectors or scalars: one range per row. */
async function ranges({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const [starts, limits, deltas] = await Promise.all([0, 1, 2].map((i) => numbersOf(inputs[i])))
  const rows = Math.max(...inputs.map((input) => (input.rank === 0 ? 1 : input.size)))
  const at = (list: readonly number[] | undefined, i: number) => list?.[list.length === 1 ? 0 : i] ?? 0
  const splits = [0]
  const values: number[] = []
  for (let row = 0; row < rows; row++) {
    const [start, limit, delta] = [at(starts, row), at(limits, row), at(deltas, row)]
    const count = Math.max(0, Math.ceil((limit - start) / delta))
    for (let i = 0; i < count; i++) values.push(start + i * delta)
    splits.push(values.length)
  }
  const dtype = given(inputs[0]).dtype === 'int32' ? 'int32' : 'float32'
  return [tf.tensor1d(splits, 'int32'), tf.tensor1d(values, dtype)]
}

/** Rows of a ragged tensor: its nested splits, then its values; the last input has the wanted rows. */
async function gather({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const depth = inputs.length - 2
  const splits = await Promise.all(inputs.slice(0, depth).map(numbersOf))
  let rows = await numbersOf(inputs.at(-1))
  const results: Tensor[] = []
  for (const split of splits) {
    const inner: number[] = []
    const ends = [0]
    for (const row of rows) {
      for (let i = split[row] ?? 0; i < (split[row + 1] ?? 0); i++) inner.push(i)
      ends.push(inner.length)
    }
    results.push(tf.tensor1d(ends, 'int32'))
    rows = inner
  }
  const values = given(inputs[depth])
  const chosen =
    rows.length === 0
      ? tf.tensor([], [0, ...values.shape.slice(1)], values.dtype)
      : tf.tidy(() => tf.gather(values, tf.tensor1d([...rows], 'int32')))
  return [...results, chosen]
}

/** Entries of a sparse tensor in row-major order. */
async function reorder({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const [indices, values] = [given(inputs[0]), given(inputs[1])]
  const rank = indices.shape[1] ?? 0
  const places = await numbersOf(indices)
  const place = (row: number) => places.slice(row * rank, (row + 1) * rank)
  const order = Array.from({ length: values.size }, (_, i) => i).sort((a, b) => {
    const [left, right] = [place(a), place(b)]
    const axis = left.findIndex((index, k) => index !== right[k])
    return axis < 0 ? a - b : (left[axis] ?? 0) - (right[axis] ?? 0)
  })
  if (order.length === 0) return [tf.clone(indices), tf.clone(values)]
  const rows = tf.tensor1d(order, 'int32')
  const results = [tf.gather(indices, rows), tf.gather(values, rows)]
  rows.dispose()
  return results
}

export const raggedRowOps: readonly CustomOp[] = [
  { op: 'RaggedRange', asynchronous: true, execute: ranges },
  { op: 'RaggedGather', asynchronous: true, execute: gather },
  { op: 'SparseReorder', asynchronous: true, execute: reorder },
]
