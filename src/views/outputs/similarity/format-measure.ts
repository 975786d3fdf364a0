import { formatNumber } from '../../../base/format.ts'
import type { Measure } from '../../../base/vectors.ts'

/**
 * `0.31`, `−0.05`, `1.00`: with as many decimals, from two to five, as tell the values of a range apart, so that a
 * column lines up.
 */
export function formatMeasure(measure: Measure, value: number, range: readonly [number, number]): string {
  if (measure !== 'cosine' || !Number.isFinite(value)) return formatNumber(value, 3)
  const span = Math.max(range[1] - range[0], 1e-9)
  const decimals = Math.max(2, Math.min(5, 1 - Math.floor(Math.log10(span))))
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** `cosine 0.31`, `distance 1.2`, `dot product 40`. */
export function words(measure: Measure, value: number, range: readonly [number, number]): string {
  return `${measure === 'dot' ? 'dot product' : measure} ${formatMeasure(measure, value, range)}`
}

/** How alike two vectors are between the least and the most alike of a range, 0…1; 0 for NaN. */
export function shareOf(measure: Measure, value: number, [low, high]: readonly [number, number]): number {
  const share = high > low ? (value - low) / (high - low) : 1
  if (!Number.isFinite(share)) return 0
  return measure === 'distance' ? 1 - share : share
}

/** Least and greatest finite value; both 0 if there is none. */
export function rangeOf(values: Iterable<number>): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low <= high ? [low, high] : [0, 0]
}
