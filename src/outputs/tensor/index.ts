import type { OutputKind } from '../contract.ts'
import { eachOutput, leadOf } from '../each.ts'

/** The raw numbers: fits every output; shown first if no better reading fits. */
export const tensor = {
  id: 'tensor',
  match: (outputs) => eachOutput(outputs, () => ({ fit: 0.1, reason: 'every output is a tensor' })),
  decode: (outputs) => {
    const { value } = leadOf(outputs)
    return { view: 'tensor', data: { axes: value.dtype === 'string' ? null : heatMapAxes(value.shape) } }
  },
} satisfies OutputKind

/**
 * Row and column axes of the heat map: height and width of a channels-last feature map `[b, h, w, c]`, else the last
 * two dimensions.
 */
function heatMapAxes(shape: readonly number[]): readonly [number, number] | null {
  const rank = shape.length
  if (rank < 2) return null
  const [, height = 1, width = 1, last = 1] = shape
  const isFeatureMap = rank === 4 && height > 1 && width > 1 && (height === width || width !== last)
  return isFeatureMap ? [1, 2] : [rank - 2, rank - 1]
}
