import type { ReadContext } from './contract.ts'

/** A tensor read as a batch of vectors: `data[row * width + column]`. */
export interface Rows {
  readonly batch: number
  readonly width: number
}

/**
 * Interprets a shape as vectors, one per batch element: `[n]`, `[b, n]`, `[b, 1, n]`, `[b, 1, 1, n]` and, channels
 * first, `[b, n, 1, 1]`. `null` for all other shapes and for empty ones.
 */
export function rowsOf(shape: readonly number[]): Rows | null {
  if (shape.some((size) => size === 0)) return null
  const [first, second = 1] = shape
  const last = shape.at(-1)
  if (first === undefined || last === undefined) return null
  if (shape.length === 1) return { batch: 1, width: first }
  if (shape.length === 4 && second > 1 && shape[2] === 1 && last === 1) return { batch: first, width: second }
  const between = shape.slice(1, -1)
  if (shape.length <= 4 && between.every((size) => size === 1)) return { batch: first, width: last }
  return null
}

/** In detectors, `[b, n]` scores or classes beside `[b, n, 4]` boxes: n counts boxes. */
export function belongsToBoxes({ batch, width }: Rows, { outputs }: Pick<ReadContext, 'outputs'>): boolean {
  return outputs.some(
    ({ shape }) => shape.length === 3 && shape[0] === batch && shape[1] === width && (shape[2] ?? 0) > 1,
  )
}
