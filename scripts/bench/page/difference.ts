/** Largest absolute difference; infinite if the lengths differ. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (b[i] ?? Number.NaN))), 0)
}

/** Largest difference relative to the largest magnitude of `reference`. */
export function relativeDifference(found: Float32Array, reference: Float32Array): number {
  const largest = reference.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return largestDifference(found, reference) / (largest || 1)
}
