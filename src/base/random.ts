/**
 * Pseudorandom numbers in [0, 1), reproducible from the seed: a Weyl sequence through the 32-bit finaliser of
 * MurmurHash3 (Austin Appleby, public domain). For test inputs, not for cryptography.
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let x = state
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
  }
}

/** `count` numbers of the standard normal distribution from a seed (Box and Muller). */
export function normals(seed: number, count: number): readonly number[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
}

/**
 * A vector between two of the same normal distribution, `share` of the way: along the great circle, because the straight
 * line has shorter vectors than the distribution.
 */
export function between(from: readonly number[], to: readonly number[], share: number): readonly number[] {
  const length = (vector: readonly number[]) => Math.hypot(...vector)
  const dot = from.reduce((sum, value, i) => sum + value * (to[i] ?? 0), 0)
  const angle = Math.acos(Math.max(-1, Math.min(1, dot / (length(from) * length(to)))))
  const [a, b] =
    Math.sin(angle) > 1e-6
      ? [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)]
      : [1 - share, share]
  return from.map((value, i) => a * value + b * (to[i] ?? 0))
}
