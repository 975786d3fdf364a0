import { type Box, type Boxes, type BoxRow, boxAt, boxPoint } from '../../../base/readings/boxes.ts'
import { hueOf } from '../scene/colours.ts'
import type { Pen } from '../scene/pen.ts'

/** Boxes with a name; more would cover the picture. */
const maxNamed = 40

/** The colour of each class in this result. */
export function huesOf({ classes }: Pick<Boxes, 'classes'>): (index: number) => string {
  const places = new Map(classes.map(({ index }, place) => [index, place]))
  return (index) => hueOf(places.get(index) ?? 0)
}

/** Draws the boxes, their points and names; box `current` is emphasised. */
export function paintBoxes(pen: Pen, data: Boxes, row: BoxRow, current: number | null): void {
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
  const one = current === null ? undefined : all[current]
  if (one !== undefined) pen.boxes([one], hues(one.index), true)
  const named = all.slice(0, maxNamed).map((box, i) => ({ box, i }))
  if (current !== null && one !== undefined && current >= maxNamed) named.push({ box: one, i: current })
  const label = (box: Box) => (data.classes.length > 1 ? ` ${box.label}` : '')
  // The best lie on top.
  for (const { box, i } of named.reverse())
    pen.tag({ text: `${i + 1}${label(box)} ${box.score.toFixed(2)}`, short: `${i + 1}` }, box, hues(box.index))
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
