import type { Certainty, ScaleAnswer } from '../base/clue.ts'
import { type ChannelMap, isIdentity } from './channel-map.ts'
import { imagenet } from './ranges.ts'

export interface Finding {
  readonly scale: ScaleAnswer['scale']
  readonly certainty: Certainty
}

const within = (value: number, expected: number, share = 0.02): boolean =>
  Math.abs(value - expected) <= share * Math.abs(expected)

const every = (values: readonly number[], test: (value: number, channel: number) => boolean): boolean =>
  values.length > 0 && values.every(test)

/**
 * The range of the input from the model's own arithmetic on it: `factor · x + offset` is to give numbers of about unit
 * size, or pictures without their means. `null` if it does not tell.
 */
export function rangeOfArithmetic(map: ChannelMap): Finding | null {
  const { factor: a, offset: b } = map
  const deviation = (c: number): number => imagenet.std[a.length >= 3 ? (map.from[c] ?? c) : 1] ?? 0.226
  const certain = (scale: ScaleAnswer['scale']): Finding => ({ scale, certainty: 'certain' })
  const reversed = (c: number): number => imagenet.std[2 - c] ?? deviation(c)
  if (!isIdentity({ ...map, from: map.from.map((_, c) => c) })) {
    if (every(a, (x) => [1 / 255, 1 / 127.5, 1 / 128, 1 / 256].some((known) => within(x, known))))
      return certain('none')
    if (every(a, (x, c) => within(x, 1 / 255 / deviation(c)) || within(x, 1 / 255 / reversed(c))))
      return certain('none')
    if (every(a, (x) => within(x, 255, 0.005) || within(x, 256, 0.005))) return certain('zero-one')
    if (every(a, (x) => within(x, 2)) && every(b, (x) => within(x, -1))) return certain('zero-one')
    if (every(a, (x, c) => within(x, 1 / deviation(c)) || within(x, 1 / reversed(c))) && every(b, (x) => x < 0))
      return certain('zero-one')
    if (every(a, (x) => x === 1) && every(b, (x) => -x >= 90 && -x <= 131)) return certain('none')
    const adapted = every(b, (x) => x !== 0)
      ? rangeOfMoments(
          means(map),
          a.map((x) => Math.abs(1 / x)),
        )
      : null
    if (adapted !== null) return adapted
    if (every(a, (x) => Math.abs(x) > 1 / 300 && Math.abs(x) < 1 / 40)) return { scale: 'none', certainty: 'derived' }
  }
  return rangeOfClip(map)
}

function rangeOfClip({ low, high }: ChannelMap): Finding | null {
  if (low !== null && high !== null && within(low, -1, 0.01) && within(high, 1, 0.01))
    return { scale: 'minus-one-one', certainty: 'certain' }
  if (low !== null && Math.abs(low) > 1e-3) return null
  if (high !== null && within(high, 255, 0.005)) return { scale: 'none', certainty: 'certain' }
  return high !== null && within(high, 1, 0.005) && low !== null ? { scale: 'zero-one', certainty: 'certain' } : null
}

/**
 * The range of data with these means and deviations per channel: no data on l…h has a variance above (h − mean)(mean −
 * l). `null` for data that was standardised, and where two ranges are possible.
 */
export function rangeOfMoments(mean: readonly number[], deviation: readonly number[]): Finding | null {
  const possible = (low: number, high: number): boolean =>
    mean.every((m, c) => m > low && m < high && (deviation[c] as number) ** 2 <= 1.05 * (high - m) * (m - low))
  const [widest, narrowest] = [Math.max(...deviation), Math.min(...deviation)]
  if (possible(0, 1) && narrowest > 0.02) return { scale: 'zero-one', certainty: 'certain' }
  if (possible(0, 255) && narrowest > 2 && Math.max(...mean) > 3) return { scale: 'none', certainty: 'certain' }
  const standardised = mean.every((m) => Math.abs(m) < 0.05) && deviation.every((s) => within(s, 1, 0.1))
  if (possible(-1, 1) && !standardised && narrowest > 0.1 && widest < 0.97)
    return { scale: 'minus-one-one', certainty: 'derived' }
  return null
}

/** The value of each channel that the model maps to 0: the mean of its data. */
function means({ factor, offset }: ChannelMap): readonly number[] {
  return factor.map((a, c) => -(offset[c] as number) / a)
}

/**
 * The order of the input's channels, from the means that the model subtracts (photos are brightest in red, darkest in
 * blue), or because it reverses them itself.
 */
export function orderOfArithmetic(
  map: ChannelMap,
): { readonly order: 'rgb' | 'bgr'; readonly certainty: Certainty } | null {
  const { from, factor, offset } = map
  if (from.length !== 3 || new Set(from).size !== 3) return null
  const reversed = from[0] === 2 && from[2] === 0
  const byInput = from.map((_, input) => means(map)[from.indexOf(input)] as number)
  const [red = 0, , blue = 0] = byInput
  const spread = Math.abs(1 / (factor[0] ?? 1))
  const known =
    offset.some((b) => b !== 0) && Math.abs(red - blue) > Math.max(0.05 * spread, Math.abs(red + blue) * 0.02)
  const order = red > blue ? 'rgb' : 'bgr'
  if (known && reversed) return { order, certainty: 'certain' }
  if (known) return { order, certainty: 'derived' }
  return reversed ? { order: 'rgb', certainty: 'derived' } : null
}
