import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { add, div, mul, sub, where } from '../layers/elementwise.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'

type Reduction = (b: GraphBuilder, x: Value, axes: readonly number[], keepDims: boolean) => Value

export function reduce(b: GraphBuilder, op: string, x: Value, axes: readonly number[], keepDims: boolean): Value {
  return b.op(op, [x, b.ints(axes)], { keep_dims: { b: keepDims } })
}

/** The axes to reduce: the given ones, or all. */
function axesOf(a: Arguments, rank: number): readonly number[] {
  return a.axes(rank, 'axis', 'reduction_indices') ?? Array.from({ length: rank }, (_, i) => i)
}

function reduction(
  classes: readonly string[],
  functions: readonly string[],
  apply: string | Reduction,
  convert: (b: GraphBuilder, x: Value) => Value = wholeAtLeast,
): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x'],
    lower: (a) => {
      const x = convert(a.b, a.value('x', 'input_tensor', 'a'))
      const axes = axesOf(a, a.b.rank(x))
      const keepDims = a.bool(['keepdims', 'keep_dims'], false)
      return typeof apply === 'string' ? reduce(a.b, apply, x, axes, keepDims) : apply(a.b, x, axes, keepDims)
    },
  }
}

function wholeAtLeast(b: GraphBuilder, x: Value): Value {
  return b.dtype(x) === 'bool' ? b.cast(x, 'int32') : x
}

const truth = (b: GraphBuilder, x: Value): Value => b.cast(x, 'bool')

/** Population variance: the mean squared distance to the mean. */
export const variance: Reduction = (b, x, axes, keepDims) => {
  const mean = reduce(b, 'Mean', x, axes, true)
  return reduce(b, 'Mean', b.op('Square', [sub(b, x, mean)]), axes, keepDims)
}

/** `log(Σ exp(x))`, stabilised by subtracting the maximum. */
export const logSumExp: Reduction = (b, x, axes, keepDims) => {
  const largest = reduce(b, 'Max', x, axes, true)
  const finite = where(b, b.op('IsFinite', [largest]), largest, 0)
  const sum = reduce(b, 'Sum', b.op('Exp', [sub(b, x, finite)]), axes, keepDims)
  const back = keepDims ? finite : b.op('Squeeze', [finite], { squeeze_dims: { list: { i: [...axes] } } })
  return add(b, b.op('Log', [sum]), back)
}

const withoutNaN =
  (op: string, otherwise: number): Reduction =>
  (b, x, axes, keepDims) =>
    reduce(b, op, where(b, b.op('IsNan', [x]), otherwise, x), axes, keepDims)

const meanWithoutNaN: Reduction = (b, x, axes, keepDims) => {
  const nan = b.op('IsNan', [x])
  const count = reduce(b, 'Sum', b.cast(b.op('LogicalNot', [nan]), 'float32'), axes, keepDims)
  return div(b, reduce(b, 'Sum', where(b, nan, 0, x), axes, keepDims), count)
}

const varianceWithoutNaN: Reduction = (b, x, axes, keepDims) =>
  meanWithoutNaN(b, b.op('Square', [sub(b, x, meanWithoutNaN(b, x, axes, true))]), axes, keepDims)

/** Max and Min whose result is at least (at most) `initial`. */
function extreme(classes: readonly string[], functions: readonly string[], op: string, bound: string): OperationRow {
  const row = reduction(classes, functions, op)
  return {
    ...row,
    lower: (a) => {
      const result = row.lower(a) as Value
      const initial = a.get('initial')
      return typeof initial === 'number' ? a.b.op(bound, [result, a.b.scalarLike(result, initial)]) : result
    },
  }
}

function argument(classes: readonly string[], functions: readonly string[], op: string): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x', 'axis'],
    lower: (a) => {
      const { b } = a
      const x = wholeAtLeast(b, a.value('x', 'input'))
      // Without an axis, tf.argmax uses axis 0, keras.ops all elements.
      const all = a.get('axis', 'dimension') === undefined && a.layer.className !== 'TFOpLambda'
      const axis = all ? 0 : a.axis(a.number(['axis', 'dimension'], 0), b.rank(x))
      const flat = all ? b.op('Reshape', [x, b.ints([-1])]) : x
      const index = b.op(op, [flat, b.int(axis)], { output_type: { type: 'int32' } })
      if (!a.bool('keepdims', false)) return index
      return all ? b.op('Reshape', [index, b.ints(b.shape(x).map(() => 1))]) : b.op('ExpandDims', [index, b.int(axis)])
    },
  }
}

function cumulative(classes: readonly string[], functions: readonly string[], op: string): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x', 'axis'],
    lower: (a) => {
      const { b } = a
      const x = wholeAtLeast(b, a.value('x'))
      const all = a.get('axis') === undefined && a.layer.className !== 'TFOpLambda'
      const axis = all ? 0 : a.axis(a.number('axis', 0), b.rank(x))
      const flat = all ? b.op('Reshape', [x, b.ints([-1])]) : x
      const flags = { exclusive: { b: a.bool('exclusive', false) }, reverse: { b: a.bool('reverse', false) } }
      return b.op(op, [flat, b.int(axis)], flags)
    },
  }
}

const average: OperationRow = {
  classes: ['Average'],
  parameters: ['x', 'weights'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.x)
    const axes = axesOf(a, b.rank(x))
    const weights = a.optional('weights')
    if (weights === null) return reduce(b, 'Mean', x, axes, false)
    const [axis] = axes
    // Weights with one axis lie along the reduced axis.
    const shaped =
      b.rank(weights) === b.rank(x) || axis === undefined
        ? weights
        : b.reshape(
            weights,
            b.shape(x).map((_, i) => (i === axis ? (b.shape(weights)[0] ?? 1) : 1)),
          )
    const ones = b.op('OnesLike', [x])
    const total = reduce(b, 'Sum', mul(b, ones, toFloat(b, shaped)), axes, false)
    return div(b, reduce(b, 'Sum', mul(b, x, toFloat(b, shaped)), axes, false), total)
  },
}

export const reductionRows: readonly OperationRow[] = [
  reduction(['Sum'], ['math.reduce_sum', 'reduce_sum'], 'Sum'),
  reduction(['Mean'], ['math.reduce_mean', 'reduce_mean'], 'Mean', toFloat),
  reduction(['Prod'], ['math.reduce_prod', 'reduce_prod'], 'Prod'),
  extreme(['Max', 'Amax'], ['math.reduce_max', 'reduce_max'], 'Max', 'Maximum'),
  extreme(['Min', 'Amin'], ['math.reduce_min', 'reduce_min'], 'Min', 'Minimum'),
  reduction(['Any'], ['math.reduce_any', 'reduce_any'], 'Any', truth),
  reduction(['All'], ['math.reduce_all', 'reduce_all'], 'All', truth),
  reduction(['Var'], ['math.reduce_variance'], variance, toFloat),
  reduction(
    ['Std'],
    ['math.reduce_std'],
    (b, x, axes, keepDims) => b.op('Sqrt', [variance(b, x, axes, keepDims)]),
    toFloat,
  ),
  reduction(['Logsumexp', 'LogSumExp'], ['math.reduce_logsumexp', 'reduce_logsumexp'], logSumExp, toFloat),
  reduction(['Ptp'], [], (b, x, axes, keepDims) =>
    sub(b, reduce(b, 'Max', x, axes, keepDims), reduce(b, 'Min', x, axes, keepDims)),
  ),
  reduction(['CountNonzero'], ['math.count_nonzero'], (b, x, axes, keepDims) =>
    reduce(b, 'Sum', b.cast(b.op('NotEqual', [x, b.scalarLike(x, 0)]), 'int32'), axes, keepDims),
  ),
  reduction(['Nansum'], [], withoutNaN('Sum', 0), toFloat),
  reduction(['Nanprod'], [], withoutNaN('Prod', 1), toFloat),
  reduction(['Nanmax'], [], withoutNaN('Max', Number.NEGATIVE_INFINITY), toFloat),
  reduction(['Nanmin'], [], withoutNaN('Min', Number.POSITIVE_INFINITY), toFloat),
  reduction(['Nanmean'], [], meanWithoutNaN, toFloat),
  reduction(['Nanvar'], [], varianceWithoutNaN, toFloat),
  reduction(
    ['Nanstd'],
    [],
    (b, x, axes, keepDims) => b.op('Sqrt', [varianceWithoutNaN(b, x, axes, keepDims)]),
    toFloat,
  ),
  argument(['Argmax'], ['math.argmax', 'argmax'], 'ArgMax'),
  argument(['Argmin'], ['math.argmin', 'argmin'], 'ArgMin'),
  cumulative(['Cumsum'], ['math.cumsum', 'cumsum'], 'Cumsum'),
  cumulative(['Cumprod'], ['math.cumprod'], 'Cumprod'),
  average,
]
