import { numbersOf, type TensorValue } from './tensor.ts'

/** The function that turned the values of an output into scores. */
export type Activation = 'none' | 'softmax' | 'sigmoid'

/** Class scores, one row per batch element. The best `shown` classes of each row are ranked; see `scoresOfRow`. */
export interface Scores {
  readonly rows: number
  readonly classes: number
  /** Ranked classes per row, at most `classes`. */
  readonly shown: number
  /** Class at each rank, best first: `indices[row * shown + place]`. */
  readonly indices: Int32Array<ArrayBuffer>
  /** Score at each rank, in the order of `indices`. */
  readonly values: Float64Array<ArrayBuffer>
  /** Of each row, whether its scores are almost even; see `isEven`. */
  readonly even: readonly boolean[]
  /** One name per class for all rows, or `rows * classes` names; `null`: the classes are numbered. */
  readonly names: readonly string[] | null
  readonly applied: Activation
  /** The activation and the reason for it, in sentences. */
  readonly note: string
  /** Source of the names. */
  readonly labelsSource: string | null
}

export interface Score {
  readonly label: string
  readonly index: number
  readonly value: number
}

/** The ranked scores of one row, best first; empty beyond the last row. */
export function scoresOfRow(scores: Scores, row: number): readonly Score[] {
  const places = row < scores.rows ? scores.shown : 0
  return Array.from({ length: places }, (_, place) => scoreAt(scores, row, place))
}

/** The score at one rank of a row; 0 is the best. */
export function scoreAt(scores: Scores, row: number, place: number): Score {
  const at = row * scores.shown + place
  const index = scores.indices[at] ?? 0
  return { label: className(scores, row, index), index, value: scores.values[at] ?? Number.NaN }
}

export function className({ names, classes }: Scores, row: number, index: number): string {
  if (names === null) return `class ${index}`
  return names[names.length === classes ? index : row * classes + index] ?? `class ${index}`
}

/** The scores of all classes of one row, in class order, computed from the output's own values. */
export function allScores({ rows, classes, applied }: Scores, value: TensorValue, row: number): ArrayLike<number> {
  const raw = numbersOf(value).subarray(row * classes, (row + 1) * classes)
  return row < rows ? activate(raw, applied) : []
}

/** The best `count` classes of one row, computed from the output's own values. */
export function bestScores(scores: Scores, value: TensorValue, row: number, count: number): readonly Score[] {
  const all = allScores(scores, value, row)
  return Array.from(best(all, count), (index) => ({
    label: className(scores, row, index),
    index,
    value: all[index] as number,
  }))
}

export function activate(values: ArrayLike<number>, activation: Activation): ArrayLike<number> {
  if (activation === 'softmax') return softmax(values)
  return activation === 'sigmoid' ? sigmoid(values) : values
}

/**
 * exp(xᵢ − max) / Σ exp(xⱼ − max), which cannot overflow; in float64. −Infinity (a masked class) gives 0; if all values
 * are −Infinity, the result is NaN.
 */
export function softmax(logits: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const result = new Float64Array(logits.length)
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i] as number)
  let sum = 0
  for (let i = 0; i < logits.length; i++) {
    const power = Math.exp((logits[i] as number) - max)
    result[i] = power
    sum += power
  }
  for (let i = 0; i < logits.length; i++) result[i] = (result[i] as number) / sum
  return result
}

function sigmoid(logits: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from(logits, (x) => 1 / (1 + Math.exp(-x)))
}

/** A class with a score of more than this times the mean stands out. */
const mostAboveChance = 5
/** Share of the greatest possible entropy from which scores count as even: 63 % beside 37 %, 27 % beside nine of 8 %. */
const evenEntropy = 0.95
/** Tolerance of the sum, for a float32 or quantised softmax. */
const sumTolerance = 1e-3

/**
 * Whether the scores share a sum of 1 almost evenly, so that the best class says little more than the others. `highest` is
 * the best score.
 */
export function isEven(scores: ArrayLike<number>, highest: number): boolean {
  // Answers for almost every row.
  if (!(highest * scores.length <= mostAboveChance)) return false
  const wanted = evenEntropy * Math.log(scores.length)
  let sum = 0
  let entropy = 0
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number
    if (!(score >= 0)) return false
    sum += score
    entropy += entropyOf(score)
  }
  return Math.abs(sum - 1) <= sumTolerance && entropy >= wanted
}

function entropyOf(share: number): number {
  return share > 0 ? -share * Math.log(share) : 0
}

/** Indices of the `count` largest values, best first; ties in index order; NaN last. A heap: O(n log count). */
export function best(values: ArrayLike<number>, count: number): Int32Array<ArrayBuffer> {
  const size = Math.min(count, values.length)
  if (size < 1) return new Int32Array(0)
  /** Whether the value at `a` ranks before the one at `b`. */
  const before = (a: number, b: number): boolean => {
    const x = values[a] as number
    const y = values[b] as number
    if (x > y) return true
    if (x < y) return false
    const [aIsNaN, bIsNaN] = [Number.isNaN(x), Number.isNaN(y)]
    return aIsNaN === bIsNaN ? a < b : bIsNaN
  }
  // The root of the heap is the worst value kept.
  const heap = new Int32Array(size)
  const sink = (from: number, end: number): void => {
    const moved = heap[from] as number
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= end) break
      if (child + 1 < end && before(heap[child] as number, heap[child + 1] as number)) child++
      if (!before(moved, heap[child] as number)) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = moved
  }
  for (let i = 0; i < size; i++) heap[i] = i
  for (let at = (size >> 1) - 1; at >= 0; at--) sink(at, size)
  for (let i = size; i < values.length; i++) {
    if (!before(i, heap[0] as number)) continue
    heap[0] = i
    sink(0, size)
  }
  for (let end = size - 1; end > 0; end--) {
    const worst = heap[0] as number
    heap[0] = heap[end] as number
    heap[end] = worst
    sink(0, end)
  }
  return heap
}
