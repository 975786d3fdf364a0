import { type ClassShare, type Mask, maskLabel, noClass } from '../../base/readings/mask.ts'
import type { PictureInput } from '../picture-input.ts'
import type { Planes } from './planes.ts'

/** Gives pixels in the padding around the picture no class. */
export function cutPadding(index: Uint16Array, { width, height }: Planes, input: PictureInput): void {
  const { frame, x, y } = input
  const [left, right] = [-x.offset / x.scale, (frame.width - x.offset) / x.scale]
  const [top, bottom] = [-y.offset / y.scale, (frame.height - y.offset) / y.scale]
  if (left <= 0 && top <= 0 && right >= input.width && bottom >= input.height) return
  for (let row = 0; row < height; row++) {
    const down = ((row + 0.5) / height) * input.height
    for (let column = 0; column < width; column++) {
      const across = ((column + 0.5) / width) * input.width
      if (across < left || across > right || down < top || down > bottom) index[row * width + column] = noClass
    }
  }
}

/** The classes present with their shares of the pixels that have one, the largest first. */
export function sharesOf(index: Uint16Array, names: Pick<Mask, 'labels'>): readonly ClassShare[] {
  const counts = new Uint32Array(noClass + 1)
  for (const one of index) counts[one] = (counts[one] as number) + 1
  const counted = index.length - (counts[noClass] as number)
  const found: ClassShare[] = []
  for (const [at, count] of counts.entries())
    if (count > 0 && at !== noClass) found.push({ index: at, label: maskLabel(names, at), share: count / counted })
  return found.sort((a, b) => b.share - a.share)
}
