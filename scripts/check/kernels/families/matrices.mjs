import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

const t = { T: T('float32') }

/** @param {Draw} draw */
const leading = (draw) => draw.shape(draw.int(0, 2), 0).map((dim) => Math.min(dim, 5))

/** The band of diagonals of a matrix, and the shape in which they are given. @param {Draw} draw @param {number} rows @param {number} columns */
function band(draw, rows, columns) {
  const low = draw.int(1 - rows, columns - 1)
  const high = draw.chance(0.5) ? low : draw.int(low, columns - 1)
  const length = Math.min(rows + Math.min(high, 0), columns - Math.max(low, 0))
  const shape = low === high ? [length] : [high - low + 1, length]
  return { k: low === high && draw.chance(0.5) ? draw.integer(low) : draw.ints([low, high]), shape }
}

const alignments = ['LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT']

/** @param {Draw} draw @returns {Case} */
function diagonals(draw) {
  const outer = leading(draw)
  const [rows, columns] = [draw.int(1, 5), draw.int(1, 5)]
  const { k, shape } = band(draw, rows, columns)
  const version = draw.pick(['V2', 'V3'])
  const attributes = { ...t, ...(version === 'V3' ? { align: { s: draw.pick(alignments) } } : {}) }
  const matrix = draw.tensor([...outer, rows, columns], { constant: false, special: true })
  const diagonal = draw.tensor([...outer, ...shape], { constant: false, special: true })
  const fill = draw.scalar(draw.pick([0, 7]))
  const op = draw.pick(['MatrixDiag', 'MatrixDiagPart', 'MatrixSetDiag'])
  const inputs = {
    MatrixDiag: [diagonal, k, draw.integer(rows), draw.integer(columns), fill],
    MatrixDiagPart: [matrix, k, fill],
    MatrixSetDiag: [matrix, diagonal, k],
  }
  return one('diagonals', `${op}${version}`, inputs[/** @type {keyof typeof inputs} */ (op)], attributes)
}

/** The versions without a band. @param {Draw} draw @returns {Case} */
function mainDiagonal(draw) {
  const outer = leading(draw)
  const [rows, columns] = [draw.int(1, 5), draw.int(1, 5)]
  const matrix = draw.tensor([...outer, rows, columns], { constant: false, special: true })
  const diagonal = draw.tensor([...outer, Math.min(rows, columns)], { constant: false, special: true })
  return draw.pick([
    one('main-diagonal', 'MatrixDiag', [diagonal], t),
    one('main-diagonal', 'MatrixDiagPart', [matrix], t),
    one('main-diagonal', 'MatrixSetDiag', [matrix, diagonal], t),
    one('main-diagonal', 'Diag', [draw.tensor(draw.shape(draw.int(1, 2), 0).map((dim) => Math.min(dim, 5)))], t),
  ])
}

/** Matrices with a dominant diagonal, symmetric if they have to be. @param {Draw} draw @param {boolean} symmetric */
function wellConditioned(draw, symmetric) {
  const size = draw.int(1, 5)
  const matrix = draw.tensor([...leading(draw), size, size], { constant: false, least: -1, most: 1 })
  const data = matrix.data.map((value, i) => {
    const [row, column] = [Math.floor(i / size) % size, i % size]
    if (row === column) return 6 + value
    return symmetric && row > column ? Number(matrix.data[i + (column - row) * (size - 1)]) : value
  })
  return { ...matrix, data }
}

/** @param {Draw} draw @returns {Case} */
function algebra(draw) {
  const op = draw.pick(['Cholesky', 'MatrixInverse', 'MatrixDeterminant', 'MatrixSolve', 'MatrixTriangularSolve'])
  const matrix = wellConditioned(draw, op === 'Cholesky')
  if (op === 'Cholesky' || op === 'MatrixDeterminant') return one('algebra', op, [matrix], t)
  const adjoint = { b: draw.chance(0.5) }
  if (op === 'MatrixInverse') return one('algebra', op, [matrix], { ...t, adjoint })
  const right = draw.tensor([...matrix.shape.slice(0, -1), draw.int(1, 4)], { constant: false })
  const lower = op === 'MatrixTriangularSolve' ? { lower: { b: draw.chance(0.5) } } : {}
  return one('algebra', op, [matrix, right], { ...t, adjoint, ...lower })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const matrices = [diagonals, mainDiagonal, algebra]
