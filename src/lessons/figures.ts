import { formatNumber } from '../base/format.ts'
import { percentile } from '../base/percentile.ts'

/** Figures in the words of a lesson: rounded to what repeats. */

/** To two significant digits: `1.4`, `48`, `230`. */
export function about(value: number): string {
  return formatNumber(Number(value.toPrecision(2)))
}

/** `48 times`, `1.4 times`. */
export function times(ratio: number): string {
  return `${about(ratio)} times`
}

/** Half of the distance between the 10th and the 90th percentile. */
export function spreadOf(values: readonly number[]): number {
  return (percentile(values, 0.9) - percentile(values, 0.1)) / 2
}

/** `4.5 ± 0.4 ms`: the median, and half of the range of the middle 80 %, to one digit. */
export function withSpread(values: readonly number[]): string {
  const middle = percentile(values, 0.5)
  const spread = spreadOf(values)
  if (!(spread > 0)) return `${about(middle)} ms`
  const digits = Math.min(3, Math.max(0, -Math.floor(Math.log10(spread))))
  return `${middle.toFixed(digits)} ± ${spread.toFixed(digits)} ms`
}

/** The smallest step of the clock, ms. */
export function clockStep(now: () => number = () => performance.now()): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 20; i++) {
    const start = now()
    let end = now()
    while (end === start) end = now()
    least = Math.min(least, end - start)
  }
  return least
}
