import type { Vectors } from './vectors.ts'

/** Vectors as points of a plane. */
export interface Projection {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Share of the variance along each axis, 0…1. */
  readonly shares: readonly [number, number]
}

/**
 * Principal component analysis in two dimensions, from the products of the centred vectors, so that the cost depends on
 * their number rather than their width. Deterministic: each axis points to the side of its largest coordinate.
 * `null` for fewer than three vectors, and for vectors with NaN or infinite values.
 */
export function projectionOf(vectors: Vectors): Projection | null {
  const count = vectors.names.length
  if (count < 3) return null
  const gram = centredProducts(vectors)
  let total = 0
  for (let i = 0; i < count; i++) total += gram[i * count + i] as number
  if (!Number.isFinite(total)) return null
  if (total === 0) return { x: new Float64Array(count), y: new Float64Array(count), shares: [0, 0] }
  const { values, columns } = symmetricEigen(gram, count)
  const order = Array.from(values, (_, i) => i).sort((a, b) => (values[b] as number) - (values[a] as number))
  const axis = (place: number) => coordinates(columns, values, count, order[place] as number)
  const share = (place: number) => Math.max(0, values[order[place] as number] as number) / total
  return { x: axis(0), y: axis(1), shares: [share(0), share(1)] }
}

function centredProducts({ names: { length: count }, width, data }: Vectors): Float64Array {
  const centred = Float64Array.from(data.subarray(0, count * width))
  for (let k = 0; k < width; k++) {
    let mean = 0
    for (let i = 0; i < count; i++) mean += (centred[i * width + k] as number) / count
    for (let i = 0; i < count; i++) centred[i * width + k] = (centred[i * width + k] as number) - mean
  }
  const gram = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      let sum = 0
      for (let k = 0; k < width; k++) sum += (centred[i * width + k] as number) * (centred[j * width + k] as number)
      gram[i * count + j] = sum
      gram[j * count + i] = sum
    }
  }
  return gram
}

function coordinates(columns: Float64Array, values: Float64Array, count: number, column: number): Float64Array {
  const scale = Math.sqrt(Math.max(0, values[column] as number))
  const axis = Float64Array.from({ length: count }, (_, i) => (columns[i * count + column] as number) * scale)
  const far = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) + 1e-12 ? value : most), 0)
  return far < 0 ? axis.map((value) => -value) : axis
}

/** Sweeps over all pairs at most; a few suffice, as convergence is quadratic. */
const sweeps = 30

/** Eigenvalues and eigenvectors (as columns) of a symmetric matrix by cyclic Jacobi rotations. */
function symmetricEigen(matrix: Float64Array, n: number) {
  const a = Float64Array.from(matrix)
  const columns = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  const at = (row: number, column: number) => a[row * n + column] as number
  let scale = 0
  for (let i = 0; i < n; i++) scale += Math.abs(at(i, i))
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += Math.abs(at(p, q))
    if (off <= 1e-13 * scale) break
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, columns, n, p, q)
  }
  return { values: Float64Array.from({ length: n }, (_, i) => at(i, i)), columns }
}

/** Zeroes the element (p, q) of `a` by a rotation, which is also applied to the columns of `v`. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number
  if (apq === 0) return
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  const turn = (array: Float64Array, i: number, j: number) => {
    const [x, y] = [array[i] as number, array[j] as number]
    array[i] = c * x - s * y
    array[j] = s * x + c * y
  }
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q)
}
