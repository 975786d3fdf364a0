import type { Candidates } from './candidates.ts'
import { Grid } from './grid.ts'

export interface Suppression {
  /** Intersection over union above which the box with the lower score is removed; 1 keeps all. */
  readonly overlap: number
  /** Whether boxes of different classes suppress each other. */
  readonly across: boolean
  /** Boxes examined at most, best first. */
  readonly most: number
}

/** Positions of the candidates by falling score; equal scores keep their order. At most `most`. */
export function ranked({ score, count }: Candidates, most: number): Int32Array<ArrayBuffer> {
  // The bits of a float32 ≥ 0 are in its order, so one number holds score and position, and sorts without a comparison
  // function.
  const bits = new Uint32Array(score.buffer, 0, count)
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) keys[i] = (bits[i] as number) * maxCandidates + (maxCandidates - 1 - i)
  keys.sort()
  const kept = Math.min(count, most)
  return Int32Array.from(
    { length: kept },
    (_, i) => maxCandidates - 1 - ((keys[count - 1 - i] as number) % maxCandidates),
  )
}

/** More candidates than a detector can have. */
const maxCandidates = 2 ** 21

/**
 * Non-maximum suppression: the positions of the candidates that remain, best first. Memory is linear in the number of
 * candidates.
 */
export function suppress(found: Candidates, { overlap, across, most }: Suppression): Int32Array<ArrayBuffer> {
  const order = ranked(found, most)
  if (overlap >= 1) return order
  const grid = new Grid(found, order)
  const kept = new Int32Array(order.length)
  let count = 0
  for (const at of order) {
    const clear = grid.every(at, overlap, (other) => {
      if (!across && found.index[other] !== found.index[at]) return true
      return overlapOf(found, at, other) <= overlap
    })
    if (!clear) continue
    grid.add(at)
    kept[count++] = at
  }
  return kept.slice(0, count)
}

/** Intersection over union. */
export function overlapOf({ left, top, right, bottom }: Candidates, a: number, b: number): number {
  const [l, t, r, d] = [left[a], top[a], right[a], bottom[a]] as [number, number, number, number]
  const [l2, t2, r2, d2] = [left[b], top[b], right[b], bottom[b]] as [number, number, number, number]
  const width = Math.min(r, r2) - Math.max(l, l2)
  if (width <= 0) return 0
  const height = Math.min(d, d2) - Math.max(t, t2)
  if (height <= 0) return 0
  const shared = width * height
  return shared / ((r - l) * (d - t) + (r2 - l2) * (d2 - t2) - shared)
}
