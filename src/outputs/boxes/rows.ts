import type { BoxRow, ClassCount } from '../../base/readings/boxes.ts'
import type { Placement } from '../picture-input.ts'
import { type Members, weightsOf } from './blend.ts'
import type { Candidates } from './candidates.ts'
import type { BoxPoints } from './layout.ts'

/** The candidates at some positions, best first, in the frame. */
export function placed(
  found: Candidates,
  positions: Int32Array,
  { x, y }: Placement,
): Pick<BoxRow, 'count' | 'x' | 'y' | 'width' | 'height' | 'score' | 'index'> {
  const count = positions.length
  const row = {
    count,
    x: new Float32Array(count),
    y: new Float32Array(count),
    width: new Float32Array(count),
    height: new Float32Array(count),
    score: new Float32Array(count),
    index: new Int32Array(count),
  }
  for (let i = 0; i < count; i++) {
    const at = positions[i] as number
    const left = found.left[at] as number
    const top = found.top[at] as number
    row.x[i] = x.offset + left * x.scale
    row.y[i] = y.offset + top * y.scale
    row.width[i] = ((found.right[at] as number) - left) * x.scale
    row.height[i] = ((found.bottom[at] as number) - top) * y.scale
    row.score[i] = found.score[at] as number
    row.index[i] = found.index[at] as number
  }
  return row
}

interface PointSource {
  readonly points: BoxPoints
  /** The picture of the batch. */
  readonly row: number
  /** Whose points are averaged; `null`: those of each box alone. */
  readonly members: Members | null
}

/** The points of the candidates at some positions, in the frame. */
export function placedPoints(
  found: Candidates,
  positions: Int32Array,
  { x, y }: Placement,
  { points, row, members }: PointSource,
): Pick<BoxRow, 'points' | 'pointScores'> {
  const size = points.skeleton.names.length
  const result = {
    points: new Float32Array(positions.length * size * 2),
    pointScores: new Float32Array(points.scores === undefined ? 0 : positions.length * size),
  }
  const own = new Float32Array(size * 2)
  for (const [i, position] of positions.entries()) {
    const averaged = members?.get(position) ?? [position]
    const weights = weightsOf(found, averaged)
    for (const [k, one] of averaged.entries()) {
      points.write(row, found.source[one] as number, own, 0)
      for (let j = 0; j < own.length; j++) {
        const at = i * size * 2 + j
        result.points[at] = (result.points[at] as number) + (own[j] as number) * (weights[k] as number)
      }
    }
    points.scores?.(row, found.source[position] as number, result.pointScores, i * size)
  }
  for (let i = 0; i < result.points.length; i += 2) {
    result.points[i] = x.offset + (result.points[i] as number) * x.scale
    result.points[i + 1] = y.offset + (result.points[i + 1] as number) * y.scale
  }
  return result
}

/** Numbers of boxes per class, most frequent first. */
export function countClasses(
  rows: readonly { readonly found: Candidates; readonly positions: Int32Array }[],
): readonly Omit<ClassCount, 'label'>[] {
  const counts = new Map<number, number>()
  for (const { found, positions } of rows) {
    for (const position of positions) {
      const index = found.index[position] as number
      counts.set(index, (counts.get(index) ?? 0) + 1)
    }
  }
  return [...counts].map(([index, count]) => ({ index, count })).sort((a, b) => b.count - a.count || a.index - b.index)
}
