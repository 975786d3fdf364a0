import type { FirstLayer } from './first-layer.ts'

/**
 * What photos look like on the scale 0…1: mean and standard deviation per channel, correlation of the channels, and of
 * neighbouring pixels at distance d (`rho ** d`). Measured on photos scaled to sides of 64…512.
 */
export const photos = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.31, 0.29, 0.31],
  correlation: [
    [1, 0.86, 0.74],
    [0.86, 1, 0.905],
    [0.74, 0.905, 1],
  ],
  rho: 0.94,
  grey: { mean: 0.45, deviation: 0.29 },
} as const

/** Products per layer. Larger kernels are judged by fewer outputs. */
const budget = 2e7

/** Sum of each output's kernel over its area, per channel: `[outputs][channels]`. */
export function kernelSums({ kernel, height, width, channels, outputs }: FirstLayer): readonly (readonly number[])[] {
  return Array.from({ length: outputs }, (_, o) =>
    Array.from({ length: channels }, (__, c) => {
      let sum = 0
      for (let p = 0; p < height * width; p++) sum += kernel[(p * channels + c) * outputs + o] as number
      return sum
    }),
  )
}

/**
 * Variance of each output for photos on the scale 0…1, before bias and activation; `factor` multiplies each channel.
 * NaN for outputs beyond the budget of time.
 */
export function responseVariances(layer: FirstLayer, factor: readonly number[]): readonly number[] {
  const { kernel, height, width, channels, outputs } = layer
  const size = height * width * channels
  const covariance = covarianceOf(layer, factor)
  const most = Math.max(8, Math.floor(budget / size ** 2))
  return Array.from({ length: outputs }, (_, o) => {
    if (o >= most) return Number.NaN
    let variance = 0
    for (let i = 0; i < size; i++) {
      const w = kernel[i * outputs + o] as number
      if (w === 0) continue
      let row = 0
      for (let j = 0; j < size; j++) row += (covariance[i * size + j] as number) * (kernel[j * outputs + o] as number)
      variance += w * row
    }
    return Math.max(variance, 0)
  })
}

/** `[position · channels + channel]` squared. */
function covarianceOf({ height, width, channels }: FirstLayer, factor: readonly number[]): Float64Array {
  const size = height * width * channels
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const [a, b] = [i % channels, j % channels]
      const [p, q] = [(i - a) / channels, (j - b) / channels]
      const distance = Math.hypot((p % width) - (q % width), Math.floor(p / width) - Math.floor(q / width))
      covariance[i * size + j] =
        deviationOf(a, channels) *
        deviationOf(b, channels) *
        correlationOf(a, b, channels) *
        photos.rho ** distance *
        (factor[a] ?? 1) *
        (factor[b] ?? 1)
    }
  }
  return covariance
}

const deviationOf = (c: number, channels: number): number =>
  channels >= 3 ? (photos.deviation[c] ?? 0) : photos.grey.deviation

const correlationOf = (a: number, b: number, channels: number): number =>
  channels >= 3 ? (photos.correlation[a]?.[b] ?? 0) : 1

export const photoMean = (c: number, channels: number): number =>
  channels >= 3 ? (photos.mean[c] ?? 0) : photos.grey.mean
