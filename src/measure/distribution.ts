import type { Distribution } from '../base/distribution.ts'

type Numbers = ArrayLike<number> & Iterable<number>

/**
 * Figures and histogram of a tensor's values, as `numpy.histogram` counts them. Without finite values, everything but
 * the counts is 0.
 */
export function distributionOf(values: Numbers, bins = 40): Distribution {
  const { length: elements } = values
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [nan, inf, zeros, negative] = [0, 0, 0, 0]
  let mean = 0
  let squares = 0
  let finite = 0
  for (let i = 0; i < elements; i++) {
    const value = values[i] as number
    if (Number.isNaN(value)) nan++
    else if (!Number.isFinite(value)) inf++
    else {
      if (value === 0) zeros++
      if (value < 0) negative++
      if (value < min) min = value
      if (value > max) max = value
      // Welford's method, which stays exact for large means.
      finite++
      const distance = value - mean
      mean += distance / finite
      squares += distance * (value - mean)
    }
  }
  const counts = { elements, zeros, negative, nan, inf }
  if (finite === 0) return { ...counts, min: 0, max: 0, mean: 0, deviation: 0, histogram: new Array(bins).fill(0) }
  const histogram = histogramOf(values, min, max, bins)
  return { ...counts, min, max, mean, deviation: Math.sqrt(squares / finite), histogram }
}

/** Equal values get a range of 1 around them. */
function histogramOf(values: Numbers, min: number, max: number, bins: number): number[] {
  const [low, high] = min === max ? [min - 0.5, max + 0.5] : [min, max]
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + (i * (high - low)) / bins))
  const histogram = new Array<number>(bins).fill(0)
  const scale = bins / (high - low)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (!Number.isFinite(value)) continue
    let bin = Math.min(bins - 1, Math.floor((value - low) * scale))
    // The product is rounded; the edges decide.
    if (value < (edges[bin] as number)) bin--
    else if (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++
    histogram[bin] = (histogram[bin] ?? 0) + 1
  }
  return histogram
}
