import { type ClassShare, type Mask, type MaskRow, maskLabel, noClass } from '../../base/readings/mask.ts'
import type { PictureInput } from '../picture-input.ts'
import type { Planes } from './planes.ts'

/** Removes the class of the pixels in the padding around the picture; returns their number. */
export function cutPadding(index: Uint16Array, { width, height }: Planes, input: PictureInput): number {
  const { frame, x, y } = input
  const [left, right] = [-x.offset / x.scale, (frame.width - x.offset) / x.scale]
  const [top, bottom] = [-y.offset / y.scale, (frame.height - y.offset) / y.scale]
  if (left <= 0 && top <= 0 && right >= input.width && bottom >= input.height) return 0
  let count = 0
  for (let row = 0; row < height; row++) {
    const down = ((row + 0.5) / height) * input.height
    for (let column = 0; column < width; column++) {
      const across = ((column + 0.5) / width) * input.width
      if (across >= left && across <= right && down >= top && down <= bottom) continue
      index[row * width + column] = noClass
      count++
    }
  }
  return count
}

/**
 * The classes present with their shares of the pixels that have one, the largest first, and the share of pixels of the
 * picture without one. `padding` is the number of pixels beyond the picture.
 */
export function sharesOf(
  index: Uint16Array,
  padding: number,
  names: Pick<Mask, 'labels'>,
): Pick<MaskRow, 'classes' | 'broken'> {
  const counts = new Uint32Array(noClass + 1)
  for (const one of index) counts[one] = (counts[one] as number) + 1
  const without = counts[noClass] as number
  const counted = index.length - without
  const found: ClassShare[] = []
  for (const [at, count] of counts.entries())
    if (count > 0 && at !== noClass) found.push({ index: at, label: maskLabel(names, at), share: count / counted })
  const classes = found.sort((a, b) => b.share - a.share)
  return { classes, broken: padding < index.length ? (without - padding) / (index.length - padding) : 0 }
}
