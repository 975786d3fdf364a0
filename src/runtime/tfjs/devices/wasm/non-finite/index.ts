import type { Core } from '../../../packages.ts'
import { repairClamps } from './clamps.ts'
import { repairDepthwise } from './depthwise.ts'
import { repairExtrema } from './extrema.ts'
import { repairPools } from './pools.ts'

export { provideVectors } from './kernel.ts'

let repaired = false

/**
 * Keeps NaN where TensorFlow keeps it. On x86, XNNPACK's limits turn it into the lower limit, so that a network full of
 * NaN ends in tidy numbers.
 */
export function repairNonFinite(tf: Core): void {
  if (repaired) return
  repairClamps(tf)
  repairExtrema(tf)
  repairPools(tf)
  repairDepthwise(tf)
  repaired = true
}
