/**
 * The `share` quantile (0…1) by linear interpolation between order statistics: type 7 of Hyndman and Fan, Sample
 * Quantiles in Statistical Packages, The American Statistician 50 (1996); the default of NumPy and R. For n sorted
 * values x₀…xₙ₋₁ and h = (n − 1) · share, the result is x⌊h⌋ + (h − ⌊h⌋)(x⌈h⌉ − x⌊h⌋). NaN without values.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const h = (sorted.length - 1) * Math.min(1, Math.max(0, share))
  const below = sorted[Math.floor(h)]
  const above = sorted[Math.ceil(h)]
  if (below === undefined || above === undefined) return Number.NaN
  return below + (h - Math.floor(h)) * (above - below)
}
