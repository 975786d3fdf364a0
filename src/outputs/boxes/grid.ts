import type { Candidates } from './candidates.ts'

/** Cells along each side. */
const side = 32

/** Boxes by the cell of their centre, to find those that can overlap another one without comparing all pairs. */
export class Grid {
  private readonly heads = new Int32Array(side * side).fill(-1)
  private readonly next: Int32Array
  private readonly x: Axis
  private readonly y: Axis

  /** The cells cover the centres of the candidates at some positions. */
  constructor(boxes: Candidates, positions: Int32Array) {
    this.next = new Int32Array(boxes.count)
    this.x = axisOf(boxes.left, boxes.right, positions)
    this.y = axisOf(boxes.top, boxes.bottom, positions)
  }

  add(at: number): void {
    const cell = cellOf(this.y, centreOf(this.y, at)) * side + cellOf(this.x, centreOf(this.x, at))
    this.next[at] = this.heads[cell] as number
    this.heads[cell] = at
  }

  /**
   * Whether `test` holds for every box that can overlap the one at a position by more than a limit. An intersection over
   * union above t requires the overlap to be at least t of the larger side on each axis. So no side is longer than 1 / t
   * times the other, and the centres are at most (1 − t) times the larger side apart.
   */
  every(at: number, limit: number, test: (other: number) => boolean): boolean {
    const [left, right] = reach(this.x, at, limit)
    const [top, bottom] = reach(this.y, at, limit)
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        let other = this.heads[row * side + column] as number
        while (other >= 0) {
          if (!test(other)) return false
          other = this.next[other] as number
        }
      }
    }
    return true
  }
}

interface Axis {
  readonly low: Float32Array
  readonly high: Float32Array
  readonly from: number
  /** Cells per unit. */
  readonly scale: number
}

function axisOf(low: Float32Array, high: Float32Array, positions: Int32Array): Axis {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const at of positions) {
    const centre = ((low[at] as number) + (high[at] as number)) / 2
    from = Math.min(from, centre)
    to = Math.max(to, centre)
  }
  return { low, high, from, scale: to > from ? side / (to - from) : 0 }
}

function centreOf({ low, high }: Axis, at: number): number {
  return ((low[at] as number) + (high[at] as number)) / 2
}

function cellOf({ from, scale }: Axis, position: number): number {
  return Math.max(0, Math.min(side - 1, Math.floor((position - from) * scale)))
}

/** The first and the last cell with boxes that can overlap one by more than a limit. */
function reach(axis: Axis, at: number, limit: number): readonly [number, number] {
  const size = (axis.high[at] as number) - (axis.low[at] as number)
  const far = limit > 0 ? (size / limit) * (1 - limit) : Number.POSITIVE_INFINITY
  const centre = centreOf(axis, at)
  // A box of size 0 shares nothing; 0 · ∞ is not a number.
  if (!(far >= 0)) return [0, side - 1]
  return [cellOf(axis, centre - far), cellOf(axis, centre + far)]
}
