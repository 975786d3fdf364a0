import { formatNumber } from '../../../base/format.ts'

/** Scores between 0 and 1 to four places, so that they stand in a column; `<0.0001` instead of a zero that is none. */
export function formatScore(value: number): string {
  if (!(value >= 0 && value <= 1)) return formatNumber(value)
  return value > 0 && value < 0.00005 ? '<0.0001' : value.toFixed(4)
}
