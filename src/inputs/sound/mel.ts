interface Mel {
  /** Number of bands. */
  readonly bins: number
  /** Samples of the transform, and their rate. */
  readonly size: number
  readonly rate: number
  /** Hz. */
  readonly low: number
  readonly high: number
}

const melOf = (hertz: number): number => 1127 * Math.log1p(hertz / 700)

/** Sums magnitudes in triangular bands of the mel scale, as `tf.signal.linear_to_mel_weight_matrix`. */
export function melFilters({ bins, size, rate, low, high }: Mel): (magnitudes: Float64Array) => Float64Array {
  const [bottom, top] = [melOf(low), melOf(high)]
  const edge = (i: number): number => bottom + ((top - bottom) * i) / (bins + 1)
  // Frequency 0 belongs to no band.
  const mels = Float64Array.from({ length: size / 2 }, (_, k) => melOf(((k + 1) * rate) / size))
  const rows = Array.from({ length: bins }, (_, b) =>
    mels.map((mel) => {
      const rising = (mel - edge(b)) / (edge(b + 1) - edge(b))
      const falling = (edge(b + 2) - mel) / (edge(b + 2) - edge(b + 1))
      return Math.max(0, Math.min(rising, falling))
    }),
  )
  return (magnitudes) =>
    Float64Array.from(rows, (row) => row.reduce((sum, weight, k) => sum + weight * (magnitudes[k + 1] as number), 0))
}
