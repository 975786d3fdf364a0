import { percentile } from '../base/percentile.ts'

export interface Summary {
  readonly p50: number
  readonly p95: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly count: number
}

/** Summarises times in ms, percentiles of type 7 (`base/percentile.ts`); `null` for no times. */
export function summarise(ms: readonly number[]): Summary | null {
  if (ms.length === 0) return null
  return {
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
    min: percentile(ms, 0),
    max: percentile(ms, 1),
    mean: ms.reduce((sum, time) => sum + time, 0) / ms.length,
    count: ms.length,
  }
}
