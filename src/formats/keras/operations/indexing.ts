import type { GraphBuilder } from '../../../graph/builder.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { dtypeNamed } from '../layers/literal.ts'
import type { OperationRow } from './contract.ts'
import { promote } from './promote.ts'

/** Makes negative indices, which count from the end, non-negative. */
function wrapped(b: GraphBuilder, indices: Value, size: Dim): Value {
  const data = b.info(indices).constant?.data
  const known = data !== undefined && data !== null && typeof data[0] !== 'string'
  if (
    known &&
    (data as ArrayLike<number> & Iterable<number>) &&
    Array.from(data as Iterable<number>).every((i) => i >= 0)
  )
    return indices
  const negative = b.op('Less', [indices, b.int(0)])
  return b.op('SelectV2', [negative, b.op('AddV2', [indices, b.dim(size)]), indices])
}

const take: OperationRow = {
  classes: ['Take'],
  parameters: ['x', 'indices', 'axis'],
  lower: (a) => {
    const { b } = a
    const axes = a.axes(b.rank(a.x))
    const x = axes === null ? b.op('Reshape', [a.x, b.ints([-1])]) : a.x
    const axis = axes?.[0] ?? 0
    const indices = wrapped(b, b.cast(a.value('indices'), 'int32'), b.shape(x)[axis] ?? 0)
    return b.op('GatherV2', [x, indices, b.int(axis)])
  },
}

const gather: OperationRow = {
  classes: [],
  functions: ['gather', 'compat.v1.gather', 'gather_v2', 'nn.embedding_lookup'],
  parameters: ['params', 'indices', 'validate_indices', 'axis', 'batch_dims'],
  lower: (a) => {
    const x = a.value('params')
    const indices = a.b.cast(a.value('indices', 'ids'), 'int32')
    const batch = a.number('batch_dims', 0)
    const axis = a.axis(a.number('axis', batch), a.b.rank(x))
    return a.b.op('GatherV2', [x, indices, a.b.int(axis)], { batch_dims: { i: batch } })
  },
}

const gatherNd: OperationRow = {
  classes: [],
  functions: ['gather_nd'],
  parameters: ['params', 'indices'],
  lower: (a) => a.b.op('GatherNd', [a.value('params'), a.b.cast(a.value('indices'), 'int32')]),
}

/** Flattens rows of both tensors, so that a single gather along one axis suffices. */
const takeAlongAxis: OperationRow = {
  classes: ['TakeAlongAxis'],
  parameters: ['x', 'indices', 'axis'],
  lower: (a) => {
    const { b } = a
    const given = b.cast(a.value('indices'), 'int32')
    const axes = a.axes(b.rank(a.x))
    if (axes === null) {
      const flat = b.op('Reshape', [a.x, b.ints([-1])])
      return b.op('GatherV2', [
        flat,
        wrapped(b, b.op('Reshape', [given, b.ints([-1])]), b.shape(flat)[0] ?? 0),
        b.int(0),
      ])
    }
    const rank = b.rank(a.x)
    const axis = axes[0] ?? 0
    const order = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis]
    const back = order.map((_, i) => order.indexOf(i))
    const x = b.transpose(a.x, order)
    const indices = b.transpose(given, order)
    const size = b.shape(x).at(-1) ?? 1
    const count = b.shape(indices).at(-1) ?? 1
    const rows = b.op('Reshape', [wrapped(b, indices, size), b.dims([-1, count])])
    const starts = b.op('Mul', [countUp(b, b.dim(b.shape(rows)[0] ?? 1)), b.dim(size)])
    const places = b.op('AddV2', [rows, b.op('ExpandDims', [starts, b.int(1)])])
    const picked = b.op('GatherV2', [b.op('Reshape', [x, b.ints([-1])]), places, b.int(0)])
    return b.transpose(b.reshape(picked, b.shape(indices)), back)
  },
}

const where: OperationRow = {
  classes: ['Where'],
  functions: ['where', 'compat.v1.where', 'where_v2'],
  parameters: ['condition', 'x1', 'x2'],
  lower: (a) => {
    const condition = a.b.cast(a.value('condition'), 'bool')
    if (a.get('x1', 'x') === undefined) return a.b.op('Where', [condition])
    const [x, y] = promote(a.b, [a.operand('x1', 'x'), a.operand('x2', 'y')]) as [Value, Value]
    return a.b.op('SelectV2', [condition, x, y])
  },
}

const oneHot: OperationRow = {
  classes: ['OneHot'],
  functions: ['one_hot'],
  parameters: ['x', 'num_classes'],
  lower: (a) => {
    const { b } = a
    const indices = b.cast(a.value('x', 'indices'), 'int32')
    const depth = b.int(a.number(['num_classes', 'depth']))
    const axis = a.number('axis', -1)
    const attributes = { axis: { i: axis } }
    const on = b.scalar(a.number('on_value', 1))
    const hot = b.op('OneHot', [indices, depth, on, b.scalar(a.number('off_value', 0))], attributes)
    return b.cast(hot, dtypeNamed(a.get('dtype')) ?? 'float32')
  },
}

const multiHot: OperationRow = {
  classes: ['MultiHot'],
  parameters: ['inputs', 'num_classes'],
  lower: (a) => {
    const { b } = a
    const indices = b.cast(a.value('inputs', 'x'), 'int32')
    const depth = b.int(a.number(['num_classes', 'num_tokens']))
    const hot = b.op('OneHot', [indices, depth, b.scalar(1), b.scalar(0)], { axis: { i: -1 } })
    const axis = b.rank(indices) > 1 ? b.rank(indices) - 1 : 0
    return b.cast(b.op('Max', [hot, b.ints([axis])]), dtypeNamed(a.get('dtype')) ?? 'float32')
  },
}

/** The bin of sorted edges into which each value falls. */
const digitize: OperationRow = {
  classes: ['Digitize'],
  parameters: ['x', 'bins'],
  lower: (a) => {
    const { b } = a
    const x = b.cast(a.x, 'float32')
    const bins = b.cast(a.value('bins'), 'float32')
    const above = b.op('GreaterEqual', [b.op('ExpandDims', [x, b.int(-1)]), bins])
    return b.op('Sum', [b.cast(above, 'int32'), b.ints([-1])])
  },
}

const slice: OperationRow = {
  classes: ['Slice'],
  functions: ['slice'],
  parameters: ['inputs', 'start_indices'],
  lower: (a) => {
    const begin = a.ints('start_indices', 'begin')
    const size = a.ints('shape', 'size')
    if (begin === null || size === null) throw a.layer.error('has an unknown start or size.')
    return a.b.op('Slice', [a.value('inputs', 'input_', 'input'), a.b.ints(begin), a.b.ints(size)])
  },
}

export const indexingRows: readonly OperationRow[] = [
  take,
  gather,
  gatherNd,
  takeAlongAxis,
  where,
  oneHot,
  multiHot,
  digitize,
  slice,
]
