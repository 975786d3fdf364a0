import { formatNumber, formatPercent } from '../base/format.ts'
import { hasFinite, numbersOf, statsOf, type TensorValue } from '../base/tensor.ts'

export interface DetectedRange {
  readonly range: readonly [number, number]
  /** False if the range is only the minimum and maximum of the values. */
  readonly known: boolean
  readonly note: string
}

/**
 * The value range drawn from black to white. Models overshoot (an upscaler of 0…1 gave −0.36…1.56), so common ranges
 * are detected with tolerance and the overshoot is clipped; other values are stretched from minimum to maximum.
 */
export function detectRange(value: TensorValue, ops: readonly string[] = []): DetectedRange {
  if (value.dtype === 'bool') return { range: [0, 1], known: true, note: 'True is white, false is black.' }
  const stats = statsOf(value)
  if (!hasFinite(stats, value))
    return { range: [0, 1], known: true, note: 'There is no finite value: NaN and infinite values are magenta.' }
  const { min, max, mean, nan, inf } = stats
  const found = `The values run from ${formatNumber(min, 3)} to ${formatNumber(max, 3)}`
  const lost = nan + inf > 0 ? ` ${nan} NaN and ${inf} infinite values are magenta.` : ''
  const usual = rangeOfOps(ops, min, max) ?? usualRange(value, min, max, mean)
  if (usual !== null) {
    return {
      range: usual,
      known: true,
      note: `${found}: drawn as ${formatNumber(usual[0])}…${formatNumber(usual[1])}${outside(value, usual)}.${lost}`,
    }
  }
  if (min === max) return { range: [min, min + 1], known: false, note: `All values are ${formatNumber(min)}.${lost}` }
  return {
    range: [min, max],
    known: false,
    note: `${found}, which is not a common range for pictures: the smallest is black, the largest white.${lost}`,
  }
}

/** A tanh or a sigmoid says what its values mean, whatever they are; a dark picture of −1…1 looks like one of 0…1. */
function rangeOfOps(ops: readonly string[], min: number, max: number): readonly [number, number] | null {
  const [only, other] = ops
  if (other !== undefined) return null
  if (only === 'Tanh' && min >= -1 && max <= 1) return [-1, 1]
  return only === 'Sigmoid' && min >= 0 && max <= 1 ? [0, 1] : null
}

function usualRange({ dtype }: TensorValue, min: number, max: number, mean: number): readonly [number, number] | null {
  if (dtype === 'int32') return min >= 0 && max > 64 && max <= 255 ? [0, 255] : null
  if (min >= -0.5 && max <= 2 && mean >= 0) return [0, 1]
  if (min >= -1.5 && max <= 1.5) return [-1, 1]
  return min >= -48 && max > 64 && max <= 320 ? [0, 255] : null
}

function outside(value: TensorValue, [low, high]: readonly [number, number]): string {
  const data = numbersOf(value)
  let count = 0
  for (let i = 0; i < data.length; i++) {
    const x = data[i] as number
    if (x < low || x > high) count++
  }
  return count === 0 ? '' : `, with ${formatPercent(count / data.length)} of them clipped`
}
