import { type Mask, type MaskRow, noClass } from '../../../base/readings/mask.ts'
import type { Point } from '../scene/pen.ts'

type Line = readonly [Point, Point]

/** More lines than these are noise rather than outlines, and take long to draw. */
const mostLines = 40_000

/**
 * The borders between the classes of a mask as lines in the frame; empty for a mask of noise. `only` is the class of which
 * alone the border is drawn.
 */
export function outlineOf({ width, height, place }: Mask, { index }: MaskRow, only: number | null): readonly Line[] {
  const classAt = (column: number, row: number): number => {
    const found =
      column < 0 || row < 0 || column >= width || row >= height ? noClass : (index[row * width + column] ?? noClass)
    return only === null || found === only ? found : noClass
  }
  const at = (column: number, row: number): Point => ({
    x: place.x + (column / width) * place.width,
    y: place.y + (row / height) * place.height,
  })
  const lines: Line[] = []
  // Borders along an edge of the picture would only frame it.
  for (let row = 1; row < height; row++)
    eachStretch(
      width,
      (column) => classAt(column, row - 1) !== classAt(column, row),
      (from, to) => lines.push([at(from, row), at(to, row)]),
    )
  for (let column = 1; column < width; column++)
    eachStretch(
      height,
      (row) => classAt(column - 1, row) !== classAt(column, row),
      (from, to) => lines.push([at(column, from), at(column, to)]),
    )
  return lines.length > mostLines ? [] : lines
}

/** Calls `found` for each stretch of positions below `count` at which there is a border. */
function eachStretch(
  count: number,
  isBorder: (at: number) => boolean,
  found: (from: number, to: number) => void,
): void {
  let start: number | null = null
  for (let at = 0; at <= count; at++) {
    const border = at < count && isBorder(at)
    if (border) start ??= at
    else if (start !== null) {
      found(start, at)
      start = null
    }
  }
}
