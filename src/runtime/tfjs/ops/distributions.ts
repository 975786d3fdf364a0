import { EngineError } from '../../../base/errors.ts'
import { type Philox, randomWords, skipped } from './philox.ts'

/**
 * Draws `size` numbers as TensorFlow's CPU kernels do; `parameters` holds the inputs after the seed or the state (bounds,
 * shapes of a distribution).
 */
export type Distribution = (
  generator: Philox,
  size: number,
  parameters: readonly (readonly number[])[],
) => readonly number[]

/** 23 bits as a fraction in [0, 1). */
const fraction = (word: number): number => (word & 0x7fffff) / 0x800000

/** 52 bits of two words as a fraction in [0, 1). */
const longFraction = (high: number, low: number): number => ((high & 0xfffff) * 2 ** 32 + low) / 2 ** 52

export const uniform: Distribution = (generator, size) => [...randomWords(generator, size)].map(fraction)

/** The Box–Muller transform of two fractions. */
function normalPair(first: number, second: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(1e-7, first)))
  const angle = 2 * Math.PI * second
  return [Math.sin(angle) * radius, Math.cos(angle) * radius]
}

function* normals(words: Iterator<number>): Generator<number> {
  for (;;) yield* normalPair(fraction(words.next().value), fraction(words.next().value))
}

export const normal: Distribution = (generator, size) => taken(normals(randomWords(generator)), size)

/** Blocks of four words that TensorFlow sets aside for each group of results, however many it draws. */
const reserved = 256

/** Normal numbers within two standard deviations; every four start at a place of their own. */
export const truncatedNormal: Distribution = (generator, size) => {
  const results: number[] = []
  for (let i = 0; i < size; i += 4) {
    const near = within(normals(randomWords(skipped(generator, (i / 4) * reserved))), 2)
    results.push(...taken(near, Math.min(4, size - i)))
  }
  return results
}

function* within(numbers: Iterable<number>, limit: number): Generator<number> {
  for (const number of numbers) if (Math.abs(number) < limit) yield number
}

function taken(numbers: Iterator<number>, count: number): readonly number[] {
  return Array.from({ length: count }, () => numbers.next().value as number)
}

/** Integers of 32 bits in [minimum, maximum). Raises `run-failed` if there are none. */
export const uniformInt: Distribution = (generator, size, [[low = 0] = [], [high = 0] = []]) => {
  const range = rangeOf(low, high)
  return [...randomWords(generator, size)].map((word) => low + (word % range))
}

function rangeOf(low: number, high: number): number {
  if (low < high) return high - low
  throw new EngineError('run-failed', `The model draws random integers from ${low} up to, but not including, ${high}.`)
}

/** Integers of 64 bits in [minimum, maximum), from two words each, low word first. Raises `run-failed` if there are none. */
export const uniformInt64: Distribution = (generator, size, [[low = 0] = [], [high = 0] = []]) => {
  const words = randomWords(generator)
  const range = BigInt(rangeOf(low, high))
  const wide = () => BigInt(words.next().value) + (BigInt(words.next().value) << 32n)
  return Array.from({ length: size }, () => low + Number(wide() % range))
}

/** All integers of 32 bits. */
export const fullInt: Distribution = (generator, size) => [...randomWords(generator, size)].map((word) => word | 0)

/** Marsaglia and Tsang's method (2000); the last axes of the result run over `alpha`. */
export const gamma: Distribution = (generator, size, [alphas = []]) =>
  Array.from({ length: size }, (_, place) => {
    const each = size / alphas.length
    // Results are drawn one alpha after the other.
    const order = (place % alphas.length) * each + Math.floor(place / alphas.length)
    return gammaNumber(skipped(generator, order * reserved), alphas[place % alphas.length] ?? 1)
  })

function gammaNumber(generator: Philox, alpha: number): number {
  const words = randomWords(generator)
  const fractions = reversedPairs(() => [wide(words), wide(words)])
  if (alpha === 1) return -Math.log1p(-fractions())
  const standard = reversedPairs(() => normalPair(wide(words), wide(words)))
  const d = alpha + (alpha < 1 ? 2 / 3 : -1 / 3)
  const c = 1 / 3 / Math.sqrt(d)
  for (;;) {
    const x = standard()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root ** 3
    const u = fractions()
    if (u >= 1 - 0.0331 * x ** 4 && Math.log(u) >= 0.5 * x * x + d * (1 - v + Math.log(v))) continue
    return alpha < 1 ? d * v * fractions() ** (1 / alpha) : d * v
  }
}

const wide = (words: Iterator<number>): number => longFraction(words.next().value, words.next().value)

/** Returns the numbers of drawn pairs one by one, the second of each pair first. */
function reversedPairs(draw: () => readonly [number, number]): () => number {
  let left: number[] = []
  return () => {
    if (left.length === 0) left = [...draw()]
    return left.pop() as number
  }
}
