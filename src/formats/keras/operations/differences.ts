import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { add, mul, sub } from '../layers/elementwise.ts'
import type { OperationRow } from './contract.ts'
import { promote, toFloat } from './promote.ts'
import { reduce } from './reductions.ts'

/** All but the last, and all but the first elements along an axis. */
function neighbours(b: GraphBuilder, x: Value, axis: number): readonly [Value, Value] {
  const rank = b.rank(x)
  const others = Array.from({ length: rank }, (_, i) => i).reduce((bits, i) => (i === axis ? bits : bits | (1 << i)), 0)
  const at = (value: number): Value => b.ints(Array.from({ length: rank }, (_, i) => (i === axis ? value : 0)))
  const ones = b.ints(Array.from({ length: rank }, () => 1))
  const here = 1 << axis
  return [
    b.op('StridedSlice', [x, at(0), at(-1), ones], { begin_mask: { i: others | here }, end_mask: { i: others } }),
    b.op('StridedSlice', [x, at(1), at(0), ones], { begin_mask: { i: others }, end_mask: { i: others | here } }),
  ]
}

/** Differences of neighbours, applied `n` times. */
const diff: OperationRow = {
  classes: ['Diff'],
  parameters: ['a', 'n', 'axis'],
  lower: (a) => {
    const { b } = a
    const axis = a.axis(a.number('axis', -1), b.rank(a.x))
    return Array.from({ length: a.number('n', 1) }).reduce<Value>((x) => {
      const [before, after] = neighbours(b, x, axis)
      return b.dtype(x) === 'bool'
        ? b.op('NotEqual', [b.cast(after, 'int32'), b.cast(before, 'int32')])
        : sub(b, after, before)
    }, a.x)
  },
}

/** Trapezoidal integration; `x` holds the sample positions, or they are `dx` apart. */
const trapezoid: OperationRow = {
  classes: ['Trapezoid'],
  parameters: ['y', 'x'],
  lower: (a) => {
    const { b } = a
    const y = toFloat(b, a.value('y'))
    const axis = a.axis(a.number('axis', -1), b.rank(y))
    const [before, after] = neighbours(b, y, axis)
    const places = a.optional('x')
    if (places !== null && axis !== b.rank(y) - 1)
      throw a.layer.error(
        'integrates over given sample points along an axis other than the last, which is not supported.',
      )
    const step = (): Value | number => {
      if (places === null) return a.number('dx', 1)
      const [from, to] = neighbours(b, toFloat(b, places), b.rank(places) - 1)
      return sub(b, to, from)
    }
    return reduce(b, 'Sum', mul(b, mul(b, add(b, before, after), 0.5), step()), [axis], false)
  },
}

/** Cross product of 3-vectors along the last axis. */
const cross: OperationRow = {
  classes: ['Cross'],
  functions: ['linalg.cross'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const { b } = a
    const [x, y] = promote(b, [a.operand('x1', 'a'), a.operand('x2', 'b')], 'int32') as [Value, Value]
    const last = [x, y].every((value) => b.shape(value).at(-1) === 3)
    const named = ['axisa', 'axisb', 'axisc', 'axis'].every((name) => [-1, b.rank(x) - 1].includes(a.number(name, -1)))
    if (!last || !named)
      throw a.layer.error('takes a cross product of vectors that do not have 3 elements along the last axis.')
    const turned = (value: Value, order: readonly number[]): Value =>
      b.op('GatherV2', [value, b.ints(order), b.int(b.rank(value) - 1)])
    const [next, previous] = [
      [1, 2, 0],
      [2, 0, 1],
    ] as const
    return sub(b, mul(b, turned(x, next), turned(y, previous)), mul(b, turned(x, previous), turned(y, next)))
  },
}

export const differenceRows: readonly OperationRow[] = [diff, trapezoid, cross]
