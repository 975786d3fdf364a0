import { formatNumber } from '../../../base/format.ts'

/**
 * Four decimal places for scores between 0 and 1, so that they align in a column; `<0.0001` for small non-zero scores.
 */
export function formatScore(value: number): string {
  if (!(value >= 0 && value <= 1)) return formatNumber(value)
  return value > 0 && value < 0.00005 ? '<0.0001' : value.toFixed(4)
}
