import type { Units } from '../picture-input.ts'

/** Coordinates of normalised boxes may leave the picture, but not by more than this. */
const largestFraction = 2
/** Coordinates examined at most. */
const examined = 2048

/**
 * Whether coordinates are fractions or pixels, by the 99.5th percentile of their magnitudes. `at(i)` is one of `count`
 * coordinates.
 */
export function unitsOf(count: number, at: (i: number) => number): Units {
  const step = Math.max(1, Math.floor(count / examined))
  const sizes: number[] = []
  for (let i = 0; i < count; i += step) {
    const size = Math.abs(at(i))
    if (Number.isFinite(size)) sizes.push(size)
  }
  const sorted = Float64Array.from(sizes).sort()
  const high = sorted[Math.floor((sorted.length - 1) * 0.995)] ?? 0
  return high <= largestFraction ? 'fractions' : 'pixels'
}
