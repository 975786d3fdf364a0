import type { Frame } from '../../../base/frame.ts'

/** In a picture of fewer pixels across, whole numbers would say little about a position. */
const tiny = 32
/** In a picture of more, a decimal place says nothing, and has no room. */
const large = 1000

/** Decimal places of positions in a frame; `usual` is their number in a picture of a usual size. */
export function placesIn({ of, width, height }: Frame, usual: number): number {
  if (of === 'unit') return 3
  const longest = Math.max(width, height)
  if (longest < tiny) return 2
  return longest < large ? usual : 0
}
