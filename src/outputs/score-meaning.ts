import type { Rows } from './rows.ts'

/**
 * Meaning of the values of a score vector.
 * `probabilities`: all in 0…1, each row sums to 1. `independent`: all in 0…1 with other sums (sigmoid).
 * `log-probabilities`: none above 0, the exponentials of each row sum to 1. `integers`: integers other than 0 and 1.
 * `broken`: contains NaN or +Infinity. `logits`: anything else.
 */
export type Meaning = 'probabilities' | 'independent' | 'log-probabilities' | 'integers' | 'broken' | 'logits'

/** Tolerance of the sum, for a float32 or quantised softmax. */
const sumTolerance = 1e-3
/** Tolerance of the limits 0 and 1, for rounding by a backend. */
const rangeTolerance = 1e-5

export function meaningOf(data: ArrayLike<number>, rows: Rows): Meaning {
  let unit = true
  let negative = true
  let integers = true
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number
    if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return 'broken'
    if (x < -rangeTolerance || x > 1 + rangeTolerance) unit = false
    if (x > rangeTolerance) negative = false
    if (!Number.isInteger(x)) integers = false
  }
  if (unit) return sumsToOne(data, rows, (x) => x) ? 'probabilities' : 'independent'
  if (negative && sumsToOne(data, rows, Math.exp)) return 'log-probabilities'
  return integers ? 'integers' : 'logits'
}

function sumsToOne(data: ArrayLike<number>, { batch, width }: Rows, term: (x: number) => number): boolean {
  for (let row = 0; row < batch; row++) {
    let sum = 0
    for (let i = row * width; i < (row + 1) * width; i++) sum += term(data[i] as number)
    if (Math.abs(sum - 1) > sumTolerance) return false
  }
  return true
}

/** Widths of published embedding and feature layers that are uncommon as numbers of classes. */
const embeddingWidths = new Set([
  64, 96, 128, 160, 192, 256, 320, 384, 512, 576, 640, 768, 960, 1024, 1280, 1408, 1536, 1664, 1792, 1920, 2048, 2304,
  2560, 3072, 4096,
])

/** True if a vector looks like an embedding: of unit length (L2-normalised) or of a common embedding width. */
export function isEmbeddingLike(data: ArrayLike<number>, { batch, width }: Rows): boolean {
  if (embeddingWidths.has(width)) return true
  if (width < 16) return false
  for (let row = 0; row < batch; row++) {
    let squares = 0
    for (let i = row * width; i < (row + 1) * width; i++) squares += (data[i] as number) ** 2
    if (Math.abs(Math.sqrt(squares) - 1) > sumTolerance) return false
  }
  return true
}

/** ImageNet-1k with and without background, ImageNet-21k as published. */
const classCounts = new Set([1000, 1001, 21_841, 21_843])

/**
 * True if unnamed values look like logits of classes: both signs, few exact zeros (a ReLU produces many), and a spread
 * of at most 100 (pixel coordinates spread further).
 */
export function looksLikeLogits(data: ArrayLike<number>, { width }: Rows): boolean {
  if (classCounts.has(width)) return true
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let zeros = 0
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number
    if (x < min) min = x
    if (x > max) max = x
    if (x === 0) zeros++
  }
  return min < 0 && max > 0 && max - min <= 100 && zeros <= data.length * 0.05
}
