import type { Value } from '../../../graph/graph.ts'
import { add, less, mul, sub } from '../layers/elementwise.ts'
import type { OperationRow } from './contract.ts'
import { promote, toFloat } from './promote.ts'
import { expand } from './shaping.ts'

/** The choice whose condition is the first to be true. */
const select: OperationRow = {
  classes: ['Select'],
  parameters: ['condlist', 'choicelist', 'default'],
  lower: (a) => {
    const { b } = a
    const conditions = a.values('condlist').map((value) => b.cast(value, 'bool'))
    const fallback = a.get('default') === undefined ? { scalar: 0 } : a.operand('default')
    const choices = a.values('choicelist')
    if (choices.length !== conditions.length)
      throw a.layer.error(`has ${conditions.length} conditions for ${choices.length} choices.`)
    const promoted = promote(b, [...choices, fallback])
    return conditions.reduceRight<Value>(
      (otherwise, condition, i) => b.op('SelectV2', [condition, promoted[i] as Value, otherwise]),
      promoted.at(-1) as Value,
    )
  },
}

/** `|x − y| ≤ atol + rtol |y|`. */
const isClose: OperationRow = {
  classes: ['Isclose'],
  parameters: ['x1', 'x2', 'rtol', 'atol', 'equal_nan'],
  lower: (a) => {
    const { b } = a
    const [x, y] = promote(b, [a.operand('x1'), a.operand('x2')], 'float32') as [Value, Value]
    const reach = add(b, mul(b, b.op('Abs', [y]), a.number('rtol', 1e-5)), a.number('atol', 1e-8))
    const near = b.op('LogicalAnd', [b.op('IsFinite', [y]), b.op('LessEqual', [b.op('Abs', [sub(b, x, y)]), reach])])
    const close = b.op('LogicalOr', [b.op('Equal', [x, y]), near])
    if (!a.bool('equal_nan', false)) return close
    return b.op('LogicalOr', [close, b.op('LogicalAnd', [b.op('IsNan', [x]), b.op('IsNan', [y])])])
  },
}

const isIn: OperationRow = {
  classes: ['Isin', 'IsIn'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const { b } = a
    const [x, y] = promote(b, [a.operand('x1'), a.operand('x2')], 'int32') as [Value, Value]
    const equal = b.op('Equal', [expand(b, x, -1), b.op('Reshape', [y, b.ints([-1])])])
    const found = b.op('Any', [equal, b.ints([-1])], { keep_dims: { b: false } })
    return a.bool('invert', false) ? b.op('LogicalNot', [found]) : found
  },
}

/** Positions of non-zero elements: one vector of indices per axis. */
const nonzero: OperationRow = {
  classes: ['Nonzero'],
  parameters: ['x'],
  lower: (a) => {
    const { b, x } = a
    const places = b.cast(b.op('Where', [b.cast(x, 'bool')]), 'int32')
    return b.ops('Unpack', [places], { num: { i: b.rank(x) }, axis: { i: 1 } })
  },
}

/** Where values would be inserted into a sorted vector: before or after equal elements. */
const searchSorted: OperationRow = {
  classes: ['Searchsorted', 'SearchSorted'],
  parameters: ['sorted_sequence', 'values', 'side'],
  lower: (a) => {
    const { b } = a
    const [sorted, values] = promote(b, [a.operand('sorted_sequence'), a.operand('values')], 'int32') as [Value, Value]
    const side = a.string('side', 'left')
    if (side !== 'left' && side !== 'right') throw a.layer.invalid('side', 'left or right', side)
    const before = b.op(side === 'left' ? 'Less' : 'LessEqual', [sorted, expand(b, values, -1)])
    return b.op('Sum', [b.cast(before, 'int32'), b.ints([-1])], { keep_dims: { b: false } })
  },
}

/** Whether fewer than `k` classes score higher than the target. */
const inTopK: OperationRow = {
  classes: ['InTopK'],
  functions: ['math.in_top_k', 'nn.in_top_k'],
  parameters: ['targets', 'predictions', 'k'],
  lower: (a) => {
    const { b } = a
    const scores = toFloat(b, a.value('predictions'))
    const classes = b.dim(b.shape(scores)[1] ?? 1)
    const hot = b.op('OneHot', [b.cast(a.value('targets'), 'int32'), classes, b.scalar(1), b.scalar(0)], {
      axis: { i: -1 },
    })
    const own = b.op('Sum', [b.op('SelectV2', [b.cast(hot, 'bool'), scores, b.scalar(0)]), b.ints([1])], {
      keep_dims: { b: true },
    })
    const higher = b.op('Sum', [b.cast(b.op('Greater', [scores, own]), 'int32'), b.ints([1])], {
      keep_dims: { b: false },
    })
    return less(b, higher, a.number('k'))
  },
}

export const selectingRows: readonly OperationRow[] = [select, isClose, isIn, nonzero, searchSorted, inTopK]
