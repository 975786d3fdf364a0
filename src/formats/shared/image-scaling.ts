import type { ScalingHint } from '../../base/model.ts'

/**
 * The range a picture is expected in by a model that begins with `x · scale + offset`: such a step brings pictures to about
 * −1…1, so a scale near 1/255 or 1/127.5 takes 0…255, one near 1 or 2 takes 0…1. `null` for what is no scaling of pictures.
 */
export function expectedScale(scale: number, offset: number): ScalingHint['scale'] | null {
  const size = Math.abs(scale)
  if (size >= 1 / 300 && size <= 1 / 40) return 'none'
  if (size >= 1 && size <= 6 && Math.abs(offset) <= 3 && (scale !== 1 || offset !== 0)) return 'zero-one'
  return size === 1 && Math.abs(offset) > 50 ? 'none' : null
}
