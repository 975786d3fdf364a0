import type { ColumnStatistics } from '../../base/model.ts'

type Stated = Pick<ColumnStatistics, 'min' | 'max'> & Partial<Pick<ColumnStatistics, 'mean' | 'std'>>

/** Deviations to each side of the mean. */
const spread = 3

/**
 * The range of a slider: what the files state of the column, else three to each side of zero; wide enough for the value,
 * in steps of about a two-hundredth.
 */
export function rangeOf(value: number, stated: Stated | null) {
  const [low, high] = statedRange(stated) ?? [-spread, spread]
  const step = 10 ** Math.floor(Math.log10((high - low) / 100))
  // Rounded outwards to steps, so that the ends can be reached.
  const min = Math.floor(Math.min(low, value) / step) * step
  const max = Math.ceil(Math.max(high, value) / step) * step
  return { min: tidy(min), max: tidy(max), step: tidy(step) }
}

function statedRange(stated: Stated | null): readonly [number, number] | null {
  if (stated === null) return null
  const { min, max, mean = null, std = null } = stated
  if (min !== null && max !== null && max > min) return [min, max]
  return mean !== null && std !== null && std > 0 ? [mean - spread * std, mean + spread * std] : null
}

/** Without the last digits of a sum of powers of ten. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
