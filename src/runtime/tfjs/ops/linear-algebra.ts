import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** Row-major, in float64. */
type Matrix = Float64Array

/** Applies a function to each `n × n` matrix of the first input, and to the matching one of the second. */
function each(
  op: string,
  apply: (a: Matrix, n: number, b: Matrix, columns: number, call: OpCall) => ArrayLike<number>,
  shapeOf = (shape: readonly number[]): readonly number[] => shape,
): CustomOp {
  const execute = async (call: OpCall): Promise<readonly Tensor[]> => {
    const first = given(call.inputs[0])
    const second = call.inputs[1]
    const [left, right] = await Promise.all([numbersOf(first), second === undefined ? [] : numbersOf(second)])
    const n = first.shape.at(-1) ?? 0
    if (first.shape.at(-2) !== n)
      throw new EngineError('run-failed', `${op} needs square matrices, but got [${first.shape}].`)
    const columns = second?.shape.at(-1) ?? 0
    const results: number[] = []
    for (let i = 0; n > 0 && i * n * n < left.length; i++) {
      const a = Float64Array.from(left.slice(i * n * n, (i + 1) * n * n))
      const b = Float64Array.from(right.slice(i * n * columns, (i + 1) * n * columns))
      results.push(...Array.from(apply(a, n, b, columns, call)))
    }
    return [call.tf.tensor(results, [...shapeOf(second?.shape ?? first.shape)], 'float32')]
  }
  return { op, asynchronous: true, execute }
}

function identity(n: number): Matrix {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}

function transposed(a: Matrix, n: number): Matrix {
  return a.map((_, i) => a[(i % n) * n + Math.floor(i / n)] as number)
}

function swap(a: Matrix, width: number, i: number, j: number): void {
  for (let k = 0; k < width; k++) {
    const held = a[i * width + k] as number
    a[i * width + k] = a[j * width + k] as number
    a[j * width + k] = held
  }
}

/** Gauss–Jordan with partial pivots: `b` becomes `a⁻¹ b`. Returns the determinant of `a`. */
function eliminate(a: Matrix, n: number, b: Matrix, columns: number): number {
  let determinant = 1
  for (let i = 0; i < n; i++) {
    let best = i
    for (let j = i + 1; j < n; j++) if (Math.abs(a[j * n + i] as number) > Math.abs(a[best * n + i] as number)) best = j
    const pivot = a[best * n + i] as number
    if (pivot === 0) return 0
    if (best !== i) {
      swap(a, n, i, best)
      swap(b, columns, i, best)
      determinant = -determinant
    }
    determinant *= pivot
    for (let k = 0; k < n; k++) a[i * n + k] = (a[i * n + k] as number) / pivot
    for (let k = 0; k < columns; k++) b[i * columns + k] = (b[i * columns + k] as number) / pivot
    for (let j = 0; j < n; j++) {
      const factor = a[j * n + i] as number
      if (j === i || factor === 0) continue
      for (let k = 0; k < n; k++) a[j * n + k] = (a[j * n + k] as number) - factor * (a[i * n + k] as number)
      for (let k = 0; k < columns; k++)
        b[j * columns + k] = (b[j * columns + k] as number) - factor * (b[i * columns + k] as number)
    }
  }
  return determinant
}

function solved(a: Matrix, n: number, b: Matrix, columns: number): Matrix {
  if (eliminate(a, n, b, columns) !== 0) return b
  throw new EngineError('run-failed', 'A matrix that the model inverts is not invertible for this input.')
}

function cholesky(a: Matrix, n: number): Matrix {
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number)
      if (i === j && sum <= 0)
        throw new EngineError(
          'run-failed',
          'A matrix that the model decomposes is not positive definite for this input.',
        )
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number)
    }
  return lower
}

/** The lower or upper triangle; the rest counts as zero whatever it holds. */
function triangle(a: Matrix, n: number, lower: boolean): Matrix {
  return a.map((value, i) => {
    const [row, column] = [Math.floor(i / n), i % n]
    return (lower ? column <= row : column >= row) ? value : 0
  })
}

function adjoint(a: Matrix, n: number, { attributes }: OpCall): Matrix {
  return attributes.flag('adjoint') ? transposed(a, n) : a
}

export const linearAlgebraOps: readonly CustomOp[] = [
  each('MatrixInverse', (a, n, _b, _columns, call) => solved(adjoint(a, n, call), n, identity(n), n)),
  each('MatrixSolve', (a, n, b, columns, call) => solved(adjoint(a, n, call), n, b, columns)),
  each('MatrixTriangularSolve', (a, n, b, columns, call) =>
    solved(adjoint(triangle(a, n, call.attributes.flag('lower', true)), n, call), n, b, columns),
  ),
  each('Cholesky', cholesky),
  each(
    'MatrixDeterminant',
    (a, n) => [eliminate(a, n, new Float64Array(0), 0)],
    (shape) => shape.slice(0, -2),
  ),
]
