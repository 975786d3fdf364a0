import type { ScalingHint } from '../../base/model.ts'

/**
 * The image range expected by a model that starts with `x · scale + offset`. Such a step maps images to about −1…1, so
 * a scale near 1/255 or 1/127.5 means 0…255, one near 1 or 2 means 0…1. `null` if it is not image scaling.
 */
export function expectedScale(scale: number, offset: number): ScalingHint['scale'] | null {
  const size = Math.abs(scale)
  if (size >= 1 / 300 && size <= 1 / 40) return 'none'
  if (size >= 1 && size <= 6 && Math.abs(offset) <= 3 && (scale !== 1 || offset !== 0)) return 'zero-one'
  return size === 1 && Math.abs(offset) > 50 ? 'none' : null
}
