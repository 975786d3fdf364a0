import { formatCount } from '../../base/format.ts'
import type { Tensor } from '../tensors.ts'

/** These models give low scores on pictures that are not cropped; points are shown down to this score. */
export const lowestOfCrop = 0.2

/** Says what the model expects, and in how many pictures it doubts that it is there. `scores`: one per picture, 0…1. */
export function cropNote(thing: string, scores: readonly number[]): string {
  const crop = `The model expects a crop that shows one ${thing}.`
  const unsure = scores.filter((score) => score < 0.5).length
  if (unsure === 0) return crop
  return `${crop} It doubts that there is one${scores.length === 1 ? '' : ` in ${formatCount(unsure, 'picture')}`}.`
}

/** Numbers per picture of the batch; 0 for an output without a batch. */
export function rowWidth({ shape, data }: Tensor): number {
  return shape.length >= 2 && (shape[0] ?? 0) > 0 ? data.length / (shape[0] as number) : 0
}
