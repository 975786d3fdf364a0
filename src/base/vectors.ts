/** How two vectors are compared. */
export type Measure = 'cosine' | 'distance' | 'dot'

/** Vectors with a name each: `data[i * width + j]` is element j of vector i. */
export interface Vectors {
  readonly names: readonly string[]
  readonly width: number
  readonly data: Float32Array<ArrayBuffer>
}

/** Euclidean length of each vector. */
export function normsOf({ names, width, data }: Vectors): Float64Array {
  return Float64Array.from(names, (_, i) => Math.sqrt(dot(data, i * width, i * width, width)))
}

/** Vector `chosen` compared with every vector; NaN for a cosine with a vector of length 0. */
export function comparedWith(vectors: Vectors, measure: Measure, chosen: number): Float64Array {
  const { names, width, data } = vectors
  const norms = normsOf(vectors)
  return Float64Array.from(names, (_, i) => compare(data, width, norms, measure, chosen, i))
}

/** All pairs: element `i * n + j` compares vectors i and j; symmetric. */
export function matrixOf(vectors: Vectors, measure: Measure): Float64Array {
  const { names, width, data } = vectors
  const count = names.length
  const norms = normsOf(vectors)
  const matrix = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const value = compare(data, width, norms, measure, i, j)
      matrix[i * count + j] = value
      matrix[j * count + i] = value
    }
  }
  return matrix
}

/** The other vectors, most like `chosen` first; NaN last, ties in their order. */
export function nearestTo(vectors: Vectors, measure: Measure, chosen: number) {
  const values = comparedWith(vectors, measure, chosen)
  const sign = measure === 'distance' ? 1 : -1
  return Array.from(values, (value, index) => ({ index, value }))
    .filter(({ index }) => index !== chosen)
    .sort((a, b) => {
      if (Number.isNaN(a.value) || Number.isNaN(b.value))
        return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value))
      return sign * (a.value - b.value)
    })
}

/** The first `count` vectors. */
export function firstVectors({ names, width, data }: Vectors, count: number): Vectors {
  return { names: names.slice(0, count), width, data: data.subarray(0, count * width) }
}

function compare(
  data: Float32Array,
  width: number,
  norms: Float64Array,
  measure: Measure,
  i: number,
  j: number,
): number {
  if (measure === 'distance') return distance(data, i * width, j * width, width)
  const product = dot(data, i * width, j * width, width)
  if (measure === 'dot') return product
  const cosine = product / ((norms[i] as number) * (norms[j] as number))
  // Rounding may leave the range, which would print as 1.0000001.
  return Math.max(-1, Math.min(1, cosine))
}

function dot(data: Float32Array, a: number, b: number, width: number): number {
  let sum = 0
  for (let k = 0; k < width; k++) sum += (data[a + k] as number) * (data[b + k] as number)
  return sum
}

function distance(data: Float32Array, a: number, b: number, width: number): number {
  let sum = 0
  for (let k = 0; k < width; k++) sum += ((data[a + k] as number) - (data[b + k] as number)) ** 2
  return Math.sqrt(sum)
}
