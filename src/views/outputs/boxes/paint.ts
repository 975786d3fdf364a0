import { type Box, type Boxes, type BoxRow, boxAt, boxPoint } from '../../../base/readings/boxes.ts'
import type { Pen } from '../scene/pen.ts'
import { huesOf } from './hues.ts'
import type { ShapeLayer } from './shapes.ts'

/** So that the thing shows through. */
const shapeOpacity = 0.5
/** Boxes with a name; more would cover the picture. */
const maxNamed = 40

/** Draws the boxes with the shapes in them, their points and names. */
export function paintBoxes(pen: Pen, data: Boxes, row: BoxRow, layers: readonly ShapeLayer[]): void {
  for (const { picture, place } of layers) pen.tint(picture, place, shapeOpacity, true)
  const hues = huesOf(data)
  const all = Array.from({ length: row.count }, (_, i) => boxAt(data, row, i))
  for (const { index } of data.classes)
    pen.boxes(
      all.filter((box) => box.index === index),
      hues(index),
    )
  const { skeleton } = data
  if (skeleton !== null)
    for (const [i, { index }] of all.entries()) {
      const points = skeleton.names.map((_, j) => boxPoint(row, skeleton, i, j))
      pen.lines(
        skeleton.edges.flatMap(([from, to]) => {
          const [start, end] = [points[from], points[to]]
          return start === undefined || end === undefined ? [] : [[start, end] as const]
        }),
        hues(index),
      )
      pen.points(points, hues(index), 2)
    }
  // The best lie on top.
  for (const [i, box] of [...all.slice(0, maxNamed).entries()].reverse())
    pen.tag(tagOf(data, box, i), box, hues(box.index))
}

/** Draws box `i` strongly, with its name. */
export function paintBox(pen: Pen, data: Boxes, row: BoxRow, i: number): void {
  const box = boxAt(data, row, i)
  const hue = huesOf(data)(box.index)
  pen.boxes([box], hue, true)
  pen.tag({ ...tagOf(data, box, i), short: tagOf(data, box, i).text }, box, hue)
}

/** A number alone where the name does not fit; no name where all boxes have the same. */
function tagOf({ classes }: Boxes, { label, score }: Box, i: number) {
  const name = classes.length > 1 ? ` ${label}` : ''
  return { text: `${i + 1}${name} ${score.toFixed(2)}`, short: `${i + 1}` }
}

/** The smallest box around a point; `null` if there is none. */
export function boxUnder(row: BoxRow, { x, y }: { readonly x: number; readonly y: number }): number | null {
  let found: number | null = null
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 0; i < row.count; i++) {
    const left = row.x[i] ?? 0
    const top = row.y[i] ?? 0
    const width = row.width[i] ?? 0
    const height = row.height[i] ?? 0
    const inside = x >= left && x <= left + width && y >= top && y <= top + height
    if (!inside || width * height >= smallest) continue
    smallest = width * height
    found = i
  }
  return found
}
