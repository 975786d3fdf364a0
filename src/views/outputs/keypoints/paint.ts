import { type KeyPoint, type KeyPointRow, type KeyPoints, pointsAt } from '../../../base/readings/keypoints.ts'
import { faint, hueOf } from '../scene/colours.ts'
import type { Pen } from '../scene/pen.ts'

/** A mesh has hundreds of points, which would cover a face. */
const manyPoints = 60

/** Draws the instances; uncertain points are faint, and no line leads to them. Instance `current` is emphasised. */
export function paintInstances(pen: Pen, data: KeyPoints, row: KeyPointRow, current: number | null): void {
  const { skeleton, pointThreshold } = data
  const sure = ({ score }: KeyPoint) => score === null || score >= pointThreshold
  const radius = skeleton.names.length > manyPoints ? 1.2 : 3.5
  for (let i = row.count - 1; i >= 0; i--) {
    const hue = hueOf(i)
    const points = pointsAt(data, row, i)
    const lines = skeleton.edges.flatMap(([from, to]) => {
      const [start, end] = [points[from], points[to]]
      return start && end && sure(start) && sure(end) ? [[start, end] as const] : []
    })
    pen.lines(lines, hue, i === current)
    const unsure = points.filter((point) => !sure(point))
    if (radius > 2) pen.points(unsure, faint, 2)
    pen.points(points.filter(sure), hue, i === current ? radius + 1 : radius)
    const box = boxOf(row, i)
    if (box !== null) pen.boxes([box], hue, i === current)
    if (row.count > 1)
      pen.tag({ text: `${i + 1}`, short: `${i + 1}` }, box ?? { ...topOf(points), width: 0, height: 0 }, hue)
  }
}

/** The box around an instance that the model gives; `null` if it gives none. */
function boxOf({ boxes }: KeyPointRow, i: number) {
  if (boxes.length === 0) return null
  const [x = 0, y = 0, width = 0, height = 0] = boxes.subarray(4 * i, 4 * i + 4)
  return { x, y, width, height }
}

function topOf(points: readonly KeyPoint[]): KeyPoint | { x: number; y: number } {
  return points.reduce((top, point) => (point.y < top.y ? point : top), points[0] ?? { x: 0, y: 0 })
}

/** The instance with the point nearest to a position; `null` if none is within `reach`, in pixels of the frame. */
export function instanceNear(
  data: KeyPoints,
  row: KeyPointRow,
  at: { readonly x: number; readonly y: number },
  reach: number,
): number | null {
  let found: number | null = null
  let least = reach
  for (let i = 0; i < row.count; i++)
    for (const { x, y } of pointsAt(data, row, i)) {
      const distance = Math.hypot(x - at.x, y - at.y)
      if (distance >= least) continue
      least = distance
      found = i
    }
  return found
}

/** The rectangle around the points of an instance, for a zoom. */
export function extentOf(data: KeyPoints, row: KeyPointRow, i: number) {
  const box = boxOf(row, i)
  if (box !== null) return box
  const points = pointsAt(data, row, i).filter(({ x, y }) => Number.isFinite(x + y))
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}
