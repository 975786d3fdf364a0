import type { GraphBuilder } from '../../../graph/builder.ts'
import { bool } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { dtypeNamed } from '../layers/literal.ts'
import { tensorsOf } from '../layers/tensor.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { promote } from './promote.ts'
import { shapeOf } from './shaping.ts'

/** The dtype argument of the operation, not its dtype policy. */
function dtypeOf(a: Arguments): 'float32' | 'int32' | 'bool' | null {
  const named = dtypeNamed(a.get('dtype'))
  return named === 'float32' || named === 'int32' || named === 'bool' ? named : null
}

const cast: OperationRow = {
  classes: ['Cast', 'SaturateCast'],
  functions: ['cast', 'compat.v1.cast', 'saturate_cast', 'keras.backend.cast'],
  parameters: ['x', 'dtype'],
  lower: (a) => {
    const dtype = dtypeNamed(a.get('dtype'))
    if (dtype === null) throw a.layer.invalid('dtype', 'the name of a dtype', a.get('dtype'))
    const x = a.value('x')
    return wrapped(a, a.b.cast(x, dtype))
  },
}

/**
 * Small integer types are int32 in the graph; casting to them must not hide values that Python would have truncated.
 */
function wrapped(a: Arguments, x: Value): Value {
  const found = a.get('dtype')
  if (typeof found === 'string' && /^u?int(8|16)$/.test(found))
    a.call.note(`"${a.layer.name}" casts to ${found}; its values stay int32 and do not wrap around.`)
  return x
}

function like(classes: readonly string[], functions: readonly string[], op: string): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x'],
    lower: (a) => {
      const filled = a.b.op(op, [a.value('x', 'input')])
      const dtype = dtypeOf(a)
      return dtype === null ? filled : a.b.cast(filled, dtype)
    },
  }
}

function filled(classes: readonly string[], functions: readonly string[], number: number): OperationRow {
  return {
    classes,
    functions,
    parameters: ['shape'],
    lower: (a) => a.b.cast(a.b.op('Fill', [shapeOf(a, 'shape', 'dims'), a.b.scalar(number)]), dtypeOf(a) ?? 'float32'),
  }
}

const full: OperationRow = {
  classes: ['Full'],
  functions: ['fill'],
  parameters: ['shape', 'fill_value'],
  lower: (a) => a.b.op('Fill', [shapeOf(a, 'shape', 'dims'), a.value('fill_value', 'value')]),
}

const fullLike: OperationRow = {
  classes: ['FullLike'],
  parameters: ['x', 'fill_value'],
  lower: (a) => {
    const dtype = a.b.dtype(a.x)
    const value = dtype === 'string' ? a.value('fill_value') : a.b.cast(a.value('fill_value'), dtype as 'float32')
    return a.b.op('Fill', [a.b.op('Shape', [a.x], { out_type: { type: 'int32' } }), value])
  },
}

const arange: OperationRow = {
  classes: ['Arange'],
  functions: ['range'],
  parameters: ['start', 'stop', 'step'],
  lower: (a) => {
    const given = [a.get('start'), a.get('stop', 'limit')]
    const only = given[1] === undefined
    const [from, to, step] = promote(
      a.b,
      [
        only ? { scalar: 0 } : a.operand('start'),
        only ? a.operand('start', 'stop') : a.operand('stop', 'limit'),
        a.get('step', 'delta') === undefined ? { scalar: 1 } : a.operand('step', 'delta'),
      ],
      'int32',
    ) as [Value, Value, Value]
    const range = a.b.op('Range', [from, to, step])
    const dtype = dtypeOf(a)
    return dtype === null ? range : a.b.cast(range, dtype)
  },
}

const linspace: OperationRow = {
  classes: ['Linspace'],
  functions: ['linspace'],
  parameters: ['start', 'stop', 'num'],
  lower: (a) => {
    const { b } = a
    const count = a.number('num', 50)
    const places = a.bool('endpoint', true) ? count - 1 : count
    const steps = Array.from({ length: count }, (_, i) => i / Math.max(1, places))
    const [from, to] = promote(b, [a.operand('start'), a.operand('stop')], 'float32') as [Value, Value]
    const shares = b.op('Reshape', [
      b.op(
        'Pack',
        steps.map((step) => b.scalar(step)),
        { axis: { i: 0 } },
      ),
      b.ints([count, ...b.shape(from).map(() => 1)]),
    ])
    return b.op('AddV2', [from, b.op('Mul', [shares, b.op('Sub', [to, from])])])
  },
}

/** `base` raised to evenly spaced powers. */
const logspace: OperationRow = {
  classes: ['Logspace'],
  parameters: ['start', 'stop', 'num'],
  lower: (a) => a.b.op('Pow', [a.b.scalar(a.number('base', 10)), linspace.lower(a) as Value]),
}

/** Expands vectors over a grid: each becomes a tensor with as many axes as there are vectors. */
const meshgrid: OperationRow = {
  classes: ['Meshgrid'],
  functions: ['meshgrid'],
  parameters: [],
  lower: (a) => {
    const { b } = a
    const vectors = a.call.args.flatMap(tensorsOf).map(({ value }) => b.op('Reshape', [value, b.ints([-1])]))
    const swapped = a.string('indexing', 'xy') === 'xy' && vectors.length > 1
    const axisOf = (i: number): number => (swapped && i < 2 ? 1 - i : i)
    const dims = vectors.map((_, axis) => b.shape(vectors[axisOf(axis)] as Value)[0] ?? 1)
    return vectors.map((vector, i) => {
      const laid = b.reshape(
        vector,
        dims.map((dim, axis) => (axis === axisOf(i) ? dim : 1)),
      )
      return b.op('BroadcastTo', [laid, b.dims(dims)])
    })
  },
}

/** True on and below (above) the `k`-th diagonal. */
function triangle(b: GraphBuilder, rows: number, columns: number, k: number, lower: boolean): Value {
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const distance = (i % columns) - Math.floor(i / columns)
    return lower ? distance <= k : distance >= k
  })
  return b.constant(bool(cells, [rows, columns]))
}

function triangular(classes: readonly string[], lower: boolean): OperationRow {
  return {
    classes,
    parameters: ['x'],
    lower: (a) => {
      const { b, x } = a
      const [rows, columns] = b.shape(x).slice(-2)
      const k = a.number('k', 0)
      const zeros = b.op('ZerosLike', [x])
      if (typeof rows === 'number' && typeof columns === 'number')
        return b.op('SelectV2', [triangle(b, rows, columns, k, lower), x, zeros])
      const band = lower ? [b.int(-1), b.int(k)] : [b.int(-k), b.int(-1)]
      if (lower ? k < 0 : k > 0) throw a.layer.error('takes a triangle of matrices of unknown size.')
      return b.op('MatrixBandPart', [x, ...band])
    },
  }
}

/** A vector as the diagonal of a zero matrix, or the diagonal of a matrix. */
const diag: OperationRow = {
  classes: ['Diag'],
  parameters: ['x', 'k'],
  lower: (a) => {
    const { b, x } = a
    if (b.rank(x) === 2) return diagonalOf(a)
    const [size] = b.shape(x)
    const k = a.number('k', 0)
    if (b.rank(x) !== 1 || typeof size !== 'number')
      throw a.layer.error('makes a diagonal matrix from a vector of unknown length.')
    const side = size + Math.abs(k)
    const place = (cell: number): number | null => {
      const [row, column] = [Math.floor(cell / side), cell % side]
      return column - row === k ? Math.min(row, column) : null
    }
    const places = Array.from({ length: side * side }, (_, cell) => place(cell))
    const values = b.op('GatherV2', [x, b.ints(places.map((i) => i ?? 0)), b.int(0)])
    const on = b.constant(bool(places.map((i) => i !== null)))
    return b.reshape(b.op('SelectV2', [on, values, b.op('ZerosLike', [values])]), [side, side])
  },
}

/** The elements of a diagonal, gathered from the flattened matrix. */
function diagonalOf(a: Arguments): Value {
  const { b } = a
  const x = a.value('x')
  const rank = b.rank(x)
  const axes = [a.axis(a.number('axis1', 0), rank), a.axis(a.number('axis2', 1), rank)] as const
  const kept = Array.from({ length: rank }, (_, i) => i).filter((axis) => !axes.includes(axis))
  const [rows, columns] = axes.map((axis) => b.shape(x)[axis])
  if (typeof rows !== 'number' || typeof columns !== 'number')
    throw a.layer.error('takes the diagonal of matrices of unknown size.')
  const offset = a.number(['offset', 'k'], 0)
  const length = Math.max(0, Math.min(rows + Math.min(0, offset), columns - Math.max(0, offset)))
  const first = offset >= 0 ? offset : -offset * columns
  const moved = b.transpose(x, [...kept, ...axes])
  const flat = b.reshape(moved, [...b.shape(moved).slice(0, -2), rows * columns])
  const cells = Array.from({ length }, (_, i) => first + i * (columns + 1))
  return b.op('GatherV2', [flat, b.ints(cells), b.int(rank - 2)])
}

const diagonal: OperationRow = { classes: ['Diagonal'], parameters: ['x'], lower: diagonalOf }

const trace: OperationRow = {
  classes: ['Trace'],
  parameters: ['x'],
  lower: (a) => a.b.op('Sum', [diagonalOf(a), a.b.ints([a.b.rank(a.value('x')) - 2])], { keep_dims: { b: false } }),
}

export const creationRows: readonly OperationRow[] = [
  cast,
  like(['ZerosLike', 'EmptyLike'], ['zeros_like', 'zeros_like_v2'], 'ZerosLike'),
  like(['OnesLike'], ['ones_like', 'ones_like_v2'], 'OnesLike'),
  filled(['Zeros', 'Empty'], ['zeros'], 0),
  filled(['Ones'], ['ones'], 1),
  full,
  fullLike,
  arange,
  linspace,
  logspace,
  meshgrid,
  triangular(['Tril'], true),
  triangular(['Triu'], false),
  diag,
  diagonal,
  trace,
]
