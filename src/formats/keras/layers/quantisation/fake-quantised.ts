import { type Constant, derived } from '../../../../graph/constant.ts'

/**
 * A weight rounded to the levels that an integer of `bits` bits could hold, between `min` and `max` moved so that 0 is a
 * level: TensorFlow's `FakeQuantWithMinMaxVars` with a narrow range. The limits are scalars, or one per element of the last
 * axis.
 */
export function fakeQuantised(weight: Constant, min: Constant, max: Constant, bits: number): Constant {
  return derived([weight, min, max], 'float32', weight.shape, (data, low, high) => {
    const levels = Array.from(low as Float32Array, (from, i) => levelsOf(from, (high as Float32Array)[i] ?? 0, bits))
    return Float32Array.from(data as Float32Array, (x, i) => rounded(x, levels[i % levels.length] as Levels))
  })
}

interface Levels {
  readonly from: number
  readonly to: number
  readonly scale: number
  readonly inverse: number
}

const { fround } = Math

function levelsOf(min: number, max: number, bits: number): Levels {
  const [lowest, highest] = [1, 2 ** bits - 1]
  const scale = fround(fround(max - min) / (highest - lowest))
  const zero = fround(lowest - fround(min / scale))
  const nudged = Math.min(Math.max(Math.floor(fround(zero + 0.5)), lowest), highest)
  return {
    from: fround((lowest - nudged) * scale),
    to: fround((highest - nudged) * scale),
    scale,
    inverse: fround(1 / scale),
  }
}

function rounded(x: number, { from, to, scale, inverse }: Levels): number {
  const shifted = fround(Math.min(Math.max(x, from), to) - from)
  const level = Math.floor(fround(fround(shifted * inverse) + 0.5))
  return fround(fround(level * scale) + from)
}
