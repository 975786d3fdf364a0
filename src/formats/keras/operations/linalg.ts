import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { div, minimum, mul } from '../layers/elementwise.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { promote, toFloat } from './promote.ts'
import { reduce } from './reductions.ts'
import { expand, squeeze } from './shaping.ts'

/** NumPy's `matmul`: vectors are promoted to matrices, leading dimensions broadcast. */
export function matmul(b: GraphBuilder, x: Value, y: Value, adjoint: { x?: boolean; y?: boolean } = {}): Value {
  const [left, right] = promote(b, [x, y]) as [Value, Value]
  const whole = b.dtype(left) !== 'float32'
  const [p, q] = [toFloat(b, left), toFloat(b, right)]
  const [vectorLeft, vectorRight] = [b.rank(p) === 1, b.rank(q) === 1]
  const m = vectorLeft ? expand(b, p, 0) : p
  const n = vectorRight ? expand(b, q, 1) : q
  const flat = b.rank(m) === 2 && b.rank(n) === 2
  const [tx, ty] = [{ b: adjoint.x ?? false }, { b: adjoint.y ?? false }]
  const product = flat
    ? b.op('MatMul', [m, n], { transpose_a: tx, transpose_b: ty })
    : b.op('BatchMatMulV2', [m, n], { adj_x: tx, adj_y: ty })
  const rank = b.rank(product)
  const dropped = [...(vectorLeft ? [rank - 2] : []), ...(vectorRight ? [rank - 1] : [])]
  const result = squeeze(b, product, dropped)
  return whole ? b.cast(result, 'int32') : result
}

/** Sums over the named axes of both; the remaining axes of `x` come first, then those of `y`. */
function tensordot(b: GraphBuilder, x: Value, y: Value, axesX: readonly number[], axesY: readonly number[]): Value {
  const [left, right] = promote(b, [x, y]) as [Value, Value]
  const rest = (value: Value, axes: readonly number[]): readonly number[] =>
    b.shape(value).flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
  const [restX, restY] = [rest(left, axesX), rest(right, axesY)]
  const dimsOf = (value: Value, axes: readonly number[]): readonly Dim[] =>
    axes.map((axis) => b.shape(value)[axis] as Dim)
  const [dimsX, dimsY] = [dimsOf(left, restX), dimsOf(right, restY)]
  const contracted = dimsOf(left, axesX).map((dim, i) =>
    typeof dim === 'number' ? dim : (dimsOf(right, axesY)[i] as Dim),
  )
  const inner = sizeOf(contracted)
  const rows = b.op('Reshape', [b.transpose(left, [...restX, ...axesX]), b.dims([sizeOf(dimsX), inner])])
  const columns = b.op('Reshape', [
    b.transpose(right, [...axesY, ...restY]),
    b.dims([inner === -1 ? -1 : inner, sizeOf(dimsY)]),
  ])
  return b.reshape(matmul(b, rows, columns), [...dimsX, ...dimsY])
}

/** The product of known sizes; a single free dimension stays as it is, more make -1. */
function sizeOf(dims: readonly Dim[]): Dim {
  const known = dims.filter((dim): dim is number => typeof dim === 'number').reduce((product, dim) => product * dim, 1)
  const free = dims.filter((dim) => typeof dim === 'string')
  if (free.length === 0) return known
  return free.length === 1 && known === 1 ? (free[0] as Dim) : -1
}

const matmulRow: OperationRow = {
  classes: ['Matmul', 'MatMul'],
  functions: ['linalg.matmul', 'matmul', '__operators__.matmul'],
  parameters: ['x1', 'x2'],
  lower: (a) =>
    matmul(a.b, a.value('x1', 'a', 'x'), a.value('x2', 'b', 'y'), {
      x: a.bool(['transpose_a', 'adjoint_a'], false),
      y: a.bool(['transpose_b', 'adjoint_b'], false),
    }),
}

const einsum: OperationRow = {
  classes: ['Einsum'],
  functions: ['einsum', 'linalg.einsum'],
  parameters: [],
  lower: (a) => {
    const { b } = a
    // keras.ops stores the equation in the config and passes operands; TensorFlow passes the equation first.
    const { args } = a.call
    const inner: unknown = Array.isArray(args[0]) ? args[0] : args
    const given = (Array.isArray(inner) ? inner : [inner]).filter((item) => typeof item !== 'string')
    const written = args.find((item) => typeof item === 'string')
    const equation = a.string(['subscripts', 'equation'], typeof written === 'string' ? written : undefined)
    const operands = promote(b, a.list(given, 'operands')).map((value) => toFloat(b, value))
    return b.op('Einsum', operands, { equation: { s: equation.replaceAll(' ', '') }, N: { i: operands.length } })
  },
}

const tensordotRow: OperationRow = {
  classes: ['Tensordot'],
  functions: ['tensordot'],
  parameters: ['x1', 'x2', 'axes'],
  lower: (a) => {
    const [x, y] = [a.value('x1', 'a'), a.value('x2', 'b')]
    const [rankX, rankY] = [a.b.rank(x), a.b.rank(y)]
    const given = a.get('axes') ?? 2
    if (typeof given === 'number') {
      const count = Array.from({ length: given }, (_, i) => i)
      return tensordot(
        a.b,
        x,
        y,
        count.map((i) => rankX - given + i),
        count,
      )
    }
    const [first, second]: readonly unknown[] = Array.isArray(given) ? given : []
    const axes = (side: unknown, rank: number): readonly number[] =>
      [side].flat().map((axis) => {
        if (typeof axis !== 'number') throw a.layer.invalid('axes', 'whole numbers', given)
        return a.axis(axis, rank)
      })
    return tensordot(a.b, x, y, axes(first, rankX), axes(second, rankY))
  },
}

const dot: OperationRow = {
  classes: ['Dot'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const [x, y] = [a.value('x1'), a.value('x2')]
    const [rankX, rankY] = [a.b.rank(x), a.b.rank(y)]
    if (rankX === 0 || rankY === 0) return mul(a.b, ...(promote(a.b, [x, y]) as [Value, Value]))
    return tensordot(a.b, x, y, [rankX - 1], [Math.max(0, rankY - 2)])
  },
}

const inner: OperationRow = {
  classes: ['Inner'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const [x, y] = [a.value('x1'), a.value('x2')]
    return tensordot(a.b, x, y, [a.b.rank(x) - 1], [a.b.rank(y) - 1])
  },
}

const outer: OperationRow = {
  classes: ['Outer'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const [x, y] = promote(a.b, [a.value('x1'), a.value('x2')]) as [Value, Value]
    return mul(a.b, a.b.op('Reshape', [x, a.b.ints([-1, 1])]), a.b.op('Reshape', [y, a.b.ints([1, -1])]))
  },
}

const vdot: OperationRow = {
  classes: ['Vdot'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const [x, y] = promote(a.b, [a.value('x1'), a.value('x2')]) as [Value, Value]
    const flat = (value: Value): Value => a.b.op('Reshape', [value, a.b.ints([-1])])
    return reduce(a.b, 'Sum', mul(a.b, flat(x), flat(y)), [0], false)
  },
}

/** Of vectors along the last axis; the other axes broadcast. */
const vecdot: OperationRow = {
  classes: ['Vecdot'],
  parameters: ['x1', 'x2'],
  lower: (a) => {
    const [x, y] = promote(a.b, [a.value('x1'), a.value('x2')], 'int32') as [Value, Value]
    return reduce(a.b, 'Sum', mul(a.b, x, y), [-1], false)
  },
}

/** Norms of vectors, and the Frobenius norm of matrices. */
export function norm(a: Arguments, x: Value, axes: readonly number[], keepDims: boolean): Value {
  const { b } = a
  const order = a.get('ord', 'order') ?? 'euclidean'
  if (axes.length > 1 && order !== 'euclidean' && order !== 'fro' && axes.length < b.rank(x))
    throw a.layer.error(`computes the norm ${String(order)} of matrices, which is not supported.`)
  if (order === 2 || order === 'euclidean' || order === 'fro')
    return b.op('Sqrt', [reduce(b, 'Sum', b.op('Square', [x]), axes, keepDims)])
  const size = b.op('Abs', [x])
  if (order === 1) return reduce(b, 'Sum', size, axes, keepDims)
  const infinite = /^(-?)(np\.)?inf(inity)?$/i.exec(String(order))
  if (infinite !== null) return reduce(b, infinite[1] === '-' ? 'Min' : 'Max', size, axes, keepDims)
  if (typeof order !== 'number') throw a.layer.invalid('ord', 'a norm of vectors', order)
  if (order === 0) return reduce(b, 'Sum', b.cast(b.op('NotEqual', [x, b.scalar(0)]), 'float32'), axes, keepDims)
  const sum = reduce(b, 'Sum', b.op('Pow', [size, b.scalar(order)]), axes, keepDims)
  return b.op('Pow', [sum, b.scalar(1 / order)])
}

const normRow: OperationRow = {
  classes: ['Norm'],
  functions: ['norm', 'linalg.norm'],
  parameters: ['x'],
  lower: (a) => {
    const x = toFloat(a.b, a.value('x', 'tensor'))
    const rank = a.b.rank(x)
    const axes = a.axes(rank) ?? Array.from({ length: rank }, (_, i) => i)
    return norm(a, x, axes, a.bool('keepdims', false))
  },
}

const normalize: OperationRow = {
  classes: ['Normalize'],
  functions: ['math.l2_normalize', 'nn.l2_normalize'],
  parameters: ['x', 'axis', 'epsilon'],
  lower: (a) => {
    const { b } = a
    const x = toFloat(b, a.value('x'))
    const ofTensorFlow = a.layer.className === 'TFOpLambda'
    const axes = a.axes(b.rank(x)) ?? [b.rank(x) - 1]
    const epsilon = a.number('epsilon', ofTensorFlow ? 1e-12 : 1e-7)
    if (a.number('order', 2) !== 2) return div(b, x, b.op('Maximum', [norm(a, x, axes, true), b.scalar(epsilon)]))
    const squares = reduce(b, 'Sum', b.op('Square', [x]), axes, true)
    if (ofTensorFlow) return mul(b, x, b.op('Rsqrt', [b.op('Maximum', [squares, b.scalar(epsilon)])]))
    return mul(b, x, minimum(b, b.op('Rsqrt', [squares]), 1 / epsilon))
  },
}

export const linalgRows: readonly OperationRow[] = [
  matmulRow,
  einsum,
  tensordotRow,
  dot,
  inner,
  outer,
  vdot,
  vecdot,
  normRow,
  normalize,
]
