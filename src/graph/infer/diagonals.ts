import type { Dim, InferRule } from './info.ts'
import { type Dims, dtypeOf, type InferRow, info, named, numbersOf, same, shapeOf } from './shape.ts'

/** The lowest and the highest diagonal; `null` if known only at run time. */
function rangeOf(values: readonly number[] | null): readonly [number, number] | null {
  const [from, to = from] = values ?? []
  return from === undefined || to === undefined ? null : [from, to]
}

function longest(rows: Dim | undefined, columns: Dim | undefined, from: number, to: number): Dim | null {
  if (typeof rows === 'number' && typeof columns === 'number')
    return Math.min(rows + Math.min(to, 0), columns - Math.max(from, 0))
  return rows === columns && from <= 0 && to >= 0 ? (rows ?? null) : null
}

const part: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  const range = call.op === 'MatrixDiagPart' ? ([0, 0] as const) : rangeOf(numbersOf(inputs[1]))
  if (shape === null || range === null) return [info(dtypeOf(inputs), null)]
  const [from, to] = range
  const size = longest(shape.at(-2), shape.at(-1), from, to)
  const last = from === to ? [size] : [to - from + 1, size]
  return [info(dtypeOf(inputs), named(call, [...shape.slice(0, -2), ...last]))]
}

/** Rows and columns of the smallest matrix with these diagonals, or the requested size. */
function sizes(length: Dim | undefined, [from, to]: readonly [number, number], rows: number, columns: number) {
  if (typeof length !== 'number') return [rows < 0 ? null : rows, columns < 0 ? null : columns]
  const [least, widest] = [length - Math.min(to, 0), length + Math.max(from, 0)]
  if (rows < 0 && columns < 0) return [Math.max(least, widest), Math.max(least, widest)]
  return [rows < 0 ? least : rows, columns < 0 ? widest : columns]
}

const matrix: InferRule = (call, inputs) => {
  const shape = shapeOf(inputs)
  if (shape === null) return [info(dtypeOf(inputs), null)]
  const size = shape.at(-1) ?? 1
  if (call.op === 'Diag') return [info(dtypeOf(inputs), [...shape, ...shape])]
  if (call.op === 'MatrixDiag') return [info(dtypeOf(inputs), [...shape, size])]
  const range = rangeOf(numbersOf(inputs[1]))
  const [rows, columns] = [2, 3].map((i) => (inputs[i] === undefined ? [-1] : numbersOf(inputs[i]))?.[0])
  if (range === null || rows === undefined || columns === undefined) return [info(dtypeOf(inputs), null)]
  const outer: Dims = shape.slice(0, range[0] === range[1] ? -1 : -2)
  return [info(dtypeOf(inputs), named(call, [...outer, ...sizes(size, range, rows, columns)]))]
}

export const diagonals: readonly InferRow[] = [
  [['MatrixDiagPart', 'MatrixDiagPartV2', 'MatrixDiagPartV3'], part],
  [['Diag', 'MatrixDiag', 'MatrixDiagV2', 'MatrixDiagV3'], matrix],
  [['MatrixSetDiag', 'MatrixSetDiagV2', 'MatrixSetDiagV3'], same],
]
