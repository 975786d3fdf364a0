import { firstVectors, type Measure, matrixOf, normsOf, type Vectors } from '../vectors.ts'
import type { Cell, ReadingRow } from './contract.ts'

/** Vectors that stand for their inputs, to be compared with each other. */
export interface Similarity {
  /** One per element of the batch; on the page also those of the other runs. */
  readonly vectors: Vectors
  /** The first vector of the shown run. */
  readonly at: number
  readonly measure: Measure
  /** Whether the model scales its vectors to length 1, so that a dot product is a cosine. */
  readonly isNormalised: boolean
  readonly note: string
  /** What the inputs must be for their vectors to mean anything; empty if that is not known. */
  readonly caveat: string
}

/** The matrix of more vectors is too large to look at, and takes too long to compute on the page. */
export const maxCompared = 100

/** Vectors compared with each other. */
export const similarity: ReadingRow<Similarity> = {
  batch: ({ vectors }) => vectors.names.length,
  headline: ({ vectors, at }) => ({
    kind: 'vector',
    width: vectors.width,
    length: normsOf(vectors)[at] ?? Number.NaN,
  }),
  cells: ({ vectors, at }) => [['length', normsOf(vectors)[at] ?? null]],
  table: ({ vectors, measure }) => {
    const shown = firstVectors(vectors, maxCompared)
    return { titles: [measure, ...shown.names], rows: linesOf(shown, measure) }
  },
  record: ({ vectors, measure, isNormalised }, _output, maxLength) => {
    const shown = firstVectors(vectors, Math.min(maxCompared, maxLength))
    const { names } = shown
    return { names, measure, isNormalised, lengths: [...normsOf(shown)], matrix: rowsOf(shown, measure) }
  },
  across: { keep: ({ vectors }) => vectors, join: (data, vectors, at) => ({ ...data, vectors, at }) },
}

function* linesOf(vectors: Vectors, measure: Measure): Generator<readonly Cell[]> {
  for (const [i, row] of rowsOf(vectors, measure).entries()) yield [vectors.names[i] ?? '', ...row]
}

function rowsOf(vectors: Vectors, measure: Measure): readonly (readonly number[])[] {
  const matrix = matrixOf(vectors, measure)
  const count = vectors.names.length
  return vectors.names.map((_, i) => [...matrix.subarray(i * count, (i + 1) * count)])
}
