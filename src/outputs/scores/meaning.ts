import type { Rows } from '../rows.ts'

/**
 * What the numbers of a vector of scores are.
 * `probabilities`: all in 0…1, every row sums to 1. `independent`: all in 0…1 with other sums (sigmoid).
 * `log-probabilities`: none above 0, the exponentials of every row sum to 1. `integers`: whole numbers beyond 0 and 1.
 * `broken`: NaN or +Infinity is among them. `logits`: anything else.
 */
export type Meaning = 'probabilities' | 'independent' | 'log-probabilities' | 'integers' | 'broken' | 'logits'

/** A softmax in float32, or a quantised one, misses 1 by less than this. */
const sumTolerance = 1e-3
/** Rounding of a backend may leave 0…1 by this much. */
const rangeTolerance = 1e-5

export function meaningOf(data: ArrayLike<number>, rows: Rows): Meaning {
  let unit = true
  let negative = true
  let whole = true
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number
    if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return 'broken'
    if (x < -rangeTolerance || x > 1 + rangeTolerance) unit = false
    if (x > rangeTolerance) negative = false
    if (!Number.isInteger(x)) whole = false
  }
  if (unit) return sumsToOne(data, rows, (x) => x) ? 'probabilities' : 'independent'
  if (negative && sumsToOne(data, rows, Math.exp)) return 'log-probabilities'
  return whole ? 'integers' : 'logits'
}

function sumsToOne(data: ArrayLike<number>, { batch, width }: Rows, term: (x: number) => number): boolean {
  for (let row = 0; row < batch; row++) {
    let sum = 0
    for (let i = row * width; i < (row + 1) * width; i++) sum += term(data[i] as number)
    if (Math.abs(sum - 1) > sumTolerance) return false
  }
  return true
}

/** Widths that published embedding and feature layers have and that are no usual number of classes. */
const embeddingWidths = new Set([
  64, 96, 128, 160, 192, 256, 320, 384, 512, 576, 640, 768, 960, 1024, 1280, 1408, 1536, 1664, 1792, 1920, 2048, 2304,
  2560, 3072, 4096,
])

/** True for a vector that points somewhere rather than scores classes: of unit length (L2-normalised), or as wide as embeddings are. */
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
 * True when unnamed values look like logits of classes: both signs, hardly any exact zeros (a ReLU leaves many), and no
 * wider apart than 100 (coordinates in pixels are).
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
