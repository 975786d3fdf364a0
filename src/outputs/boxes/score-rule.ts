import { softmax } from '../../base/scores.ts'
import { sigmoid } from '../tensors.ts'
import type { Candidates } from './candidates.ts'

/** Where the scores of classes are in a row, and what makes them 0…1. */
export interface ScoreRule {
  /** Columns of classes: `from` inclusive, `to` exclusive. */
  readonly from: number
  readonly to: number
  readonly apply: 'none' | 'sigmoid' | 'softmax'
  /** The number of the class in column `from`. */
  readonly firstClass: number
}

/** Calls `found` with the best class of each row whose score may be kept. */
export function bestClasses(
  values: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> },
  columns: number,
  { from, to, apply, firstClass }: ScoreRule,
  into: Candidates,
  found: (row: number, score: number, index: number) => void,
): void {
  const rows = values.length / columns
  for (let row = 0; row < rows; row++) {
    let best = Number.NEGATIVE_INFINITY
    let column = from
    for (let i = from; i < to; i++) {
      const value = values[row * columns + i] as number
      if (value > best) {
        best = value
        column = i
      }
    }
    if (best === Number.NEGATIVE_INFINITY) best = Number.NaN
    // Both functions rise with the value, so the best column stays the best.
    let score = apply === 'sigmoid' ? sigmoid(best) : best
    if (apply === 'softmax') score = softmax(values.subarray(row * columns, (row + 1) * columns))[column] as number
    if (into.wants(score)) found(row, score, firstClass + column - from)
    else into.skip(score)
  }
}
