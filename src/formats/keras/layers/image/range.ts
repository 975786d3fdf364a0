import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, mul, sub } from '../elementwise.ts'

/** The value range of 8-bit images. */
export const bytes: readonly number[] = [0, 255]

/** Rescales values from one range `[low, high]` to another. */
export function betweenRanges(b: GraphBuilder, x: Value, from: readonly number[], to: readonly number[]): Value {
  const [low = 0, high = 1] = from
  const [bottom = 0, top = 1] = to
  if (low === bottom && high === top) return x
  return add(b, mul(b, sub(b, x, low), (top - bottom) / (high - low)), bottom)
}
