import type { ChannelMap } from './channel-map.ts'
import type { FirstLayer } from './first-layer.ts'
import { leastSquares } from './least-squares.ts'
import type { Remembered } from './normalisation.ts'
import { kernelSums, photoMean, responseVariances } from './photos.ts'
import { type Range, ranges } from './ranges.ts'

/** What the pictures of the training looked like, in units of the model's input. */
export interface TrainingData {
  /** Per channel of the first layer. */
  readonly mean: readonly number[]
  readonly error: readonly number[]
  /** Their contrast, against photos on the scale 0…1. */
  readonly gain: number
}

/** Fewer outputs do not determine the moments. */
const fewest = 6

/** Tolerances of the decision: of the logarithm of the gain, and of the mean as a share of the gain. */
const tolerance = { gain: 0.35, mean: 0.18 }

/** A range is named only if the next best is this much worse. */
const margin = 1.5

/** Worse fits name no range. */
const worstFit = 14

interface Live {
  readonly sums: readonly (readonly number[])[]
  readonly bias: readonly number[]
  /** Variance of the response to photos on 0…1, through the model's own scaling. */
  readonly response: readonly number[]
  readonly mean: readonly number[]
  readonly variance: readonly number[]
}

/** The outputs that respond to something; `null` if they are too few, or if the normalisation was never trained. */
function liveOutputs(layer: FirstLayer, { mean, variance }: Remembered, factor: readonly number[]): Live | null {
  if (mean.length !== layer.outputs) return null
  if (mean.every((m) => Math.abs(m) < 1e-6) && variance.every((v) => Math.abs(v - 1) < 0.01)) return null
  const sums = kernelSums(layer)
  const response = responseVariances(layer, factor)
  const [typicalVariance, typicalResponse] = [median(variance), median(response.filter(Number.isFinite))]
  const live = response.flatMap((r, o) =>
    r > typicalResponse * 1e-4 && (variance[o] ?? 0) > typicalVariance * 1e-6 ? [o] : [],
  )
  if (live.length < fewest) return null
  const pick = <T>(values: readonly T[]): readonly T[] => live.map((o) => values[o] as T)
  return {
    sums: pick(sums),
    bias: pick(layer.bias),
    response: pick(response),
    mean: pick(mean),
    variance: pick(variance),
  }
}

/**
 * What the first batch normalisation behind a linear convolution remembers: its moving mean is `bias + Σ kernel sum ·
 * mean of the channel`, which least squares solves for the means; its moving variance tells the contrast.
 */
export function trainingData(layer: FirstLayer, map: ChannelMap): TrainingData | null {
  if (layer.remembered === null || layer.rectified) return null
  const live = liveOutputs(layer, layer.remembered, map.factor)
  if (live === null) return null
  const { sums, bias, response, mean, variance } = live
  const weights = variance.map((v) => 1 / Math.sqrt(v))
  const targets = mean.map((m, o) => m - (bias[o] as number))
  const solved = leastSquares(sums, targets, weights)
  if (solved === null) return null
  return {
    mean: solved.values.map((m, c) => (m - (map.offset[c] as number)) / (map.factor[c] as number)),
    error: solved.errors.map((e, c) => Math.abs(e / (map.factor[c] as number))),
    gain: Math.sqrt(median(variance.map((v, o) => v / (response[o] as number)))),
  }
}

/** The range that pictures had; `null` if two fit about as well, or none. */
export function rangeOfData({ mean, gain }: TrainingData): Range | null {
  const average = mean.reduce((sum, m) => sum + m, 0) / mean.length
  return best(
    ranges.map((range) => ({
      range,
      score:
        (Math.log(gain / range.gain) / tolerance.gain) ** 2 +
        (outside(average, range.low, range.high) / (tolerance.mean * range.gain)) ** 2,
    })),
  )
}

/**
 * Whether the means alone tell that pictures of 0…1 came to a model that divides by about 255: scaled twice, they vary
 * less than what is left in the moving variance of the 1 that it started with.
 */
export function isScaledTwice(
  { remembered }: FirstLayer,
  { factor }: ChannelMap,
  { mean, error }: TrainingData,
): boolean {
  const average = mean.reduce((sum, m) => sum + m, 0) / mean.length
  const divides = factor.every((f) => Math.abs(f) < 1 / 100)
  return (
    divides && median(remembered?.variance ?? []) < 0.01 && Math.max(...error) < 0.1 && average > 0.2 && average < 0.8
  )
}

/**
 * The range where a ReLU lies between convolution and normalisation: the moments of a rectified normal distribution are
 * compared for every range.
 */
export function rangeBehindRelu(layer: FirstLayer, map: ChannelMap): Range | null {
  if (layer.remembered === null || !layer.rectified) return null
  const live = liveOutputs(layer, layer.remembered, map.factor)
  if (live === null) return null
  const { sums, bias, response, mean, variance } = live
  return best(
    ranges.map((range) => {
      const [spread, shift]: [number[], number[]] = [[], []]
      for (let o = 0; o < sums.length; o++) {
        const centre = preactivation(sums[o] as readonly number[], bias[o] as number, range, map, layer.channels)
        const made = rectified(centre, range.gain * Math.sqrt(response[o] as number))
        const size = made.variance + (variance[o] as number)
        spread.push(Math.log((variance[o] as number) / Math.max(made.variance, 1e-12)) ** 2)
        shift.push(((mean[o] as number) - made.mean) ** 2 / size)
      }
      return { range, score: (median(spread) + median(shift)) / (2 * tolerance.gain ** 2) }
    }),
  )
}

/**
 * Whether a convolution into which a normalisation was folded expects small numbers or 0…255: its responses to photos
 * should have a deviation near 1. Tells no finer difference.
 */
export function foldedFits(layer: FirstLayer, map: ChannelMap): 'unit' | 'bytes' | null {
  if (!layer.folded) return null
  const sums = kernelSums(layer)
  const response = responseVariances(layer, map.factor)
  const scoreOf = (range: Range): number => {
    const [spread, shift]: [number[], number[]] = [[], []]
    response.forEach((r, o) => {
      const deviation = range.gain * Math.sqrt(r)
      if (!(deviation > 0)) return
      spread.push(Math.log(deviation) ** 2)
      shift.push(
        Math.abs(
          preactivation(sums[o] as readonly number[], layer.bias[o] as number, range, map, layer.channels) / deviation,
        ),
      )
    })
    return spread.length < fewest ? Number.NaN : median(spread) / 2 + median(shift) ** 2 / 2
  }
  const scores = Object.fromEntries(ranges.map((range) => [range.id, scoreOf(range)]))
  const unit = Math.min(scores['zero-one'] ?? Number.NaN, scores['minus-one-one'] ?? Number.NaN)
  const bytes = scores.none ?? Number.NaN
  if (!Number.isFinite(unit) || !Number.isFinite(bytes) || Math.abs(unit - bytes) < 1) return null
  return unit < bytes ? 'unit' : 'bytes'
}

function preactivation(sums: readonly number[], bias: number, range: Range, map: ChannelMap, channels: number): number {
  return sums.reduce((total, sum, c) => {
    const x = range.ofPhoto(photoMean(map.from[c] ?? c, channels), map.from[c] ?? c)
    return total + sum * (x * (map.factor[c] as number) + (map.offset[c] as number))
  }, bias)
}

function best(scored: readonly { readonly range: Range; readonly score: number }[]): Range | null {
  const [first, second] = scored.filter(({ score }) => Number.isFinite(score)).toSorted((a, b) => a.score - b.score)
  if (first === undefined || first.score > worstFit) return null
  return second === undefined || second.score - first.score >= margin ? first.range : null
}

function outside(value: number, low: number, high: number): number {
  return Math.max(low - value, value - high, 0)
}

/** Mean and variance of max(0, x) for a normal x. */
function rectified(mean: number, deviation: number): { readonly mean: number; readonly variance: number } {
  const z = mean / deviation
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const below = normalBelow(z)
  const first = mean * below + deviation * density
  const second = (mean * mean + deviation * deviation) * below + mean * deviation * density
  return { mean: first, variance: Math.max(second - first * first, 0) }
}

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z > 0 ? 1 - tail : tail
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
