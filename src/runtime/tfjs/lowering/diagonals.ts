import { stringAttribute } from '../../../graph/attributes.ts'
import { bool } from '../../../graph/constant.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { GraphNode, Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'
import { type Diagonals, longestOf, placesInMatrix, placesInRows } from './diagonal-index.ts'
import { freelyLaid, freePart, sizesAround } from './free-diagonals.ts'

/** Largest matrix whose diagonals are gathered with an index table. */
const maxElements = 1 << 22

/** `k`: one diagonal, or the lowest and the highest. Older forms of the ops have none. */
function rangeOf(b: Rewriter, k: Value | undefined): readonly [number, number] | null {
  const [from, to = from] = k === undefined ? [0] : (knownNumbers(b, k) ?? [])
  return from === undefined || to === undefined || from > to ? null : [from, to]
}

const isSingle = (range: readonly [number, number] | null): range is readonly [number, number] =>
  range !== null && range[0] === range[1]

function diagonalsOf(
  node: GraphNode,
  rows: Dim | undefined,
  columns: Dim | undefined,
  range: readonly [number, number],
) {
  if (typeof rows !== 'number' || typeof columns !== 'number' || rows * columns > maxElements) return null
  const align = node.op.endsWith('V3') ? stringAttribute(node.attributes, 'align', 'RIGHT_LEFT') : 'LEFT_LEFT'
  const diagonals = { rows, columns, from: range[0], to: range[1], align }
  return longestOf(diagonals) > 0 ? diagonals : null
}

/** Gathers elements of `x` along its last axis; positions without an element take `otherwise`. */
function pick(b: Rewriter, x: Value, places: readonly number[], shape: readonly Dim[], otherwise: Value | null): Value {
  const axis = b.int(b.rank(x) - 1)
  const picked = b.op('GatherV2', [x, b.ints(places.map((place) => Math.max(0, place))), axis])
  const shaped = b.reshape(picked, [...b.shape(x).slice(0, -1), ...shape])
  if (otherwise === null || places.every((place) => place >= 0)) return shaped
  const present = places.map((place) => place >= 0)
  const inner = shape.filter((dim): dim is number => typeof dim === 'number')
  return b.op('SelectV2', [b.constant(bool(present, inner)), shaped, otherwise])
}

/** Diagonals `[…, diagonals, longest]`, or `[…, longest]` for a single one. */
const diagonalPart: Decomposition = (node, b, inputs) => {
  const [x, range] = [at(inputs, 0), rangeOf(b, inputs[1])]
  const shape = b.info(x).shape
  const found = shape === null || range === null ? null : diagonalsOf(node, shape.at(-2), shape.at(-1), range)
  if (shape === null) return null
  if (found === null) return isSingle(range) ? [freePart(b, x, range[0])] : null
  const [longest, count] = [longestOf(found), found.to - found.from + 1]
  const flat = b.reshape(x, [...shape.slice(0, -2), found.rows * found.columns])
  const padding = inputs[2] ?? null
  return [pick(b, flat, placesInMatrix(found), count === 1 ? [longest] : [count, longest], padding)]
}

/** Lays the diagonals `x` over a matrix. */
function laid(b: Rewriter, x: Value, diagonals: Diagonals, otherwise: Value): Value {
  const { rows, columns, from, to } = diagonals
  const places = placesInRows(diagonals)
  if (from === to && from >= 0 && longestOf(diagonals) === rows) {
    const present = bool(
      places.map((place) => place >= 0),
      [rows, columns],
    )
    return b.op('SelectV2', [b.constant(present), b.op('ExpandDims', [x, b.int(-1)]), otherwise])
  }
  const dims = b.shape(x)
  const flat = from === to ? x : b.reshape(x, [...dims.slice(0, -2), (to - from + 1) * longestOf(diagonals)])
  return pick(b, flat, places, [rows, columns], otherwise)
}

/** A matrix with these diagonals, and a constant elsewhere. */
const diagonal: Decomposition = (node, b, inputs) => {
  const x = at(inputs, 0)
  const [shape, range] = [b.info(x).shape, rangeOf(b, inputs[1])]
  const longest = shape?.at(-1)
  if (shape === null || range === null || longest === undefined || b.dtype(x) === 'bool') return null
  const stated = inputs.slice(2, 4).map((size) => knownNumbers(b, size)?.[0])
  if (stated.includes(undefined)) return null
  const otherwise = inputs[4] ?? b.scalarLike(x, 0)
  const [from, to] = range
  const [rows = -1, columns = -1] = stated
  if (typeof longest !== 'number') {
    return isSingle(range) ? [freelyLaid(b, x, sizesAround(b, longest, from, [rows, columns]), from, otherwise)] : null
  }
  const [leastRows, leastColumns] = [longest - Math.min(to, 0), longest + Math.max(from, 0)]
  const square = Math.max(leastRows, leastColumns)
  const size =
    rows < 0 && columns < 0 ? [square, square] : [rows < 0 ? leastRows : rows, columns < 0 ? leastColumns : columns]
  const found = diagonalsOf(node, size[0], size[1], range)
  if (found === null || longestOf(found) !== longest) return null
  return [laid(b, x, found, otherwise)]
}

/** All elements on the diagonal of a square matrix, which takes the axes of `x` twice. */
const diagonalOfAll: Decomposition = (node, b, inputs) => {
  const shape = b.shape(at(inputs, 0))
  const flat = b.op('Reshape', [at(inputs, 0), b.ints([-1])])
  const [matrix] = diagonal(node, b, [flat]) ?? []
  return matrix === undefined ? null : [shape.length === 1 ? matrix : b.reshape(matrix, [...shape, ...shape])]
}

/** A matrix with its diagonals replaced. */
const withDiagonal: Decomposition = (node, b, inputs) => {
  const [matrix, x, range] = [at(inputs, 0), at(inputs, 1), rangeOf(b, inputs[2])]
  const [shape, given] = [b.info(matrix).shape, b.info(x).shape]
  const found = shape === null || range === null ? null : diagonalsOf(node, shape.at(-2), shape.at(-1), range)
  if (shape === null || given === null || b.dtype(x) === 'bool') return null
  if (found === null || given.at(-1) !== longestOf(found)) {
    const sizes = [b.dim(shape.at(-2) ?? 1), b.dim(shape.at(-1) ?? 1)] as const
    return isSingle(range) ? [freelyLaid(b, x, sizes, range[0], matrix)] : null
  }
  return [laid(b, x, found, matrix)]
}

/**
 * Keeps a band of the innermost matrices; TensorFlow.js mishandles tensor bounds, and supports one matrix at a time.
 */
const bandPart: Decomposition = (_, b, inputs) => {
  const shape = b.info(at(inputs, 0)).shape
  const [lower, upper] = [knownNumbers(b, at(inputs, 1))?.[0], knownNumbers(b, at(inputs, 2))?.[0]]
  const [rows, columns] = shape?.slice(-2) ?? []
  if (rows === undefined || columns === undefined || lower === undefined || upper === undefined) return null
  const count = (dim: Dim, axis: number) => b.op('ExpandDims', [countUp(b, b.dim(dim)), b.int(axis)])
  const below = b.op('Sub', [count(rows, 1), count(columns, 0)])
  const bounds = [
    ...(lower < 0 ? [] : [b.op('LessEqual', [below, b.int(lower)])]),
    ...(upper < 0 ? [] : [b.op('GreaterEqual', [below, b.int(-upper)])]),
  ]
  const [first, second] = bounds
  if (first === undefined) return [b.op('Identity', [at(inputs, 0)])]
  const band = second === undefined ? first : b.op('LogicalAnd', [first, second])
  if (b.dtype(at(inputs, 0)) === 'bool') return [b.op('LogicalAnd', [at(inputs, 0), band])]
  return [b.op('SelectV2', [band, at(inputs, 0), b.scalarLike(at(inputs, 0), 0)])]
}

export const diagonals: readonly DecompositionRow[] = [
  [['MatrixDiagPart', 'MatrixDiagPartV2', 'MatrixDiagPartV3'], diagonalPart],
  ['Diag', diagonalOfAll],
  [['MatrixDiag', 'MatrixDiagV2', 'MatrixDiagV3'], diagonal],
  [['MatrixSetDiag', 'MatrixSetDiagV2', 'MatrixSetDiagV3'], withDiagonal],
  ['MatrixBandPart', bandPart],
]
