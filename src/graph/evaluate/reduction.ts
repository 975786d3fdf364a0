import { sizeOf } from '../../base/tensor.ts'
import { boolAttribute } from '../attributes.ts'
import type { EvaluateRow, Evaluator } from './contract.ts'
import { allocate, integers, numeric, positions, stridesOf } from './layout.ts'

/** Reduces over the axes in the second input; `finish` receives the number of reduced elements. */
const reduce =
  (
    start: number,
    combine: (sum: number, x: number) => number,
    finish = (sum: number, _count: number) => sum,
  ): Evaluator =>
  (call, [x, axes]) => {
    const [data, given] = [numeric(x), integers(axes)]
    if (x === undefined || data === null || given === null) return null
    const reducedAxes = given.map((axis) => (axis < 0 ? axis + x.shape.length : axis))
    const strides = stridesOf(x.shape)
    const order = x.shape.map((_, axis) => axis)
    const [kept, reduced] = [
      order.filter((axis) => !reducedAxes.includes(axis)),
      order.filter((axis) => reducedAxes.includes(axis)),
    ]
    const steps = (wanted: readonly number[]) =>
      positions(
        wanted.map((axis) => x.shape[axis] ?? 1),
        wanted.map((axis) => strides[axis] ?? 0),
      )
    const [outer, inner] = [steps(kept), steps(reduced)]
    const result = allocate(call.dtype, sizeOf(call.shape))
    if (result === null || result.length !== outer.length) return null
    for (let i = 0; i < outer.length; i++) {
      let sum = start
      for (let j = 0; j < inner.length; j++)
        sum = combine(sum, data[(outer[i] as number) + (inner[j] as number)] as number)
      result[i] = finish(sum, inner.length)
    }
    return result
  }

/** Small products only: a slow fold costs more than it saves. */
const maxProducts = 1e7

const matMul: Evaluator = (call, [x, y]) => {
  const [a, b] = [numeric(x), numeric(y)]
  const [rows, columns] = call.shape
  if (x === undefined || y === undefined || a === null || b === null) return null
  if (rows === undefined || columns === undefined) return null
  const [flipA, flipB] = [boolAttribute(call.attributes, 'transpose_a'), boolAttribute(call.attributes, 'transpose_b')]
  const inner = x.shape[flipA ? 0 : 1] ?? 0
  const result = allocate(call.dtype, rows * columns)
  if (result === null || rows * columns * inner > maxProducts) return null
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0
      for (let k = 0; k < inner; k++)
        sum +=
          (a[flipA ? k * rows + i : i * inner + k] as number) * (b[flipB ? j * inner + k : k * columns + j] as number)
      result[i * columns + j] = sum
    }
  return result
}

export const reduction: readonly EvaluateRow[] = [
  ['Sum', reduce(0, (sum, x) => sum + x)],
  [
    'Mean',
    reduce(
      0,
      (sum, x) => sum + x,
      (sum, count) => sum / count,
    ),
  ],
  ['Prod', reduce(1, (product, x) => product * x)],
  ['Max', reduce(Number.NEGATIVE_INFINITY, Math.max)],
  ['Min', reduce(Number.POSITIVE_INFINITY, Math.min)],
  ['All', reduce(1, (all, x) => Number(Boolean(all) && Boolean(x)))],
  ['Any', reduce(0, (any, x) => Number(Boolean(any) || Boolean(x)))],
  ['MatMul', matMul],
]
