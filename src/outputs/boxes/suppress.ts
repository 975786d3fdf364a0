import type { Candidates } from './candidates.ts'

export interface Suppression {
  /** Intersection over union above which the lower score goes; from 1, all stay. */
  readonly overlap: number
  /** Whether boxes of different classes suppress each other. */
  readonly across: boolean
  /** Boxes examined at most, best first. */
  readonly most: number
}

/** Positions of the candidates by falling score; equal scores keep their order. At most `most`. */
export function ranked({ score, count }: Candidates, most: number): Int32Array<ArrayBuffer> {
  // The bits of a float32 ≥ 0 are in its order, so one number holds score and place, and sorts without a comparison
  // function.
  const bits = new Uint32Array(score.buffer, 0, count)
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) keys[i] = (bits[i] as number) * places + (places - 1 - i)
  keys.sort()
  const kept = Math.min(count, most)
  return Int32Array.from({ length: kept }, (_, i) => places - 1 - ((keys[count - 1 - i] as number) % places))
}

/** More candidates than a detector can have. */
const places = 2 ** 21

/**
 * Non-maximum suppression: the positions of the candidates that remain, best first. Memory is linear in the number of
 * candidates.
 */
export function suppress(found: Candidates, { overlap, across, most }: Suppression): Int32Array<ArrayBuffer> {
  const order = ranked(found, most)
  if (overlap >= 1) return order
  const { left, top, right, bottom, index } = found
  const areas = new Float32Array(order.length)
  const kept = new Int32Array(order.length)
  let count = 0
  for (const at of order) {
    const l = left[at] as number
    const t = top[at] as number
    const r = right[at] as number
    const b = bottom[at] as number
    const area = Math.max(0, r - l) * Math.max(0, b - t)
    let clear = true
    for (let i = 0; i < count && clear; i++) {
      const other = kept[i] as number
      if (!across && index[other] !== index[at]) continue
      const width = Math.min(r, right[other] as number) - Math.max(l, left[other] as number)
      if (width <= 0) continue
      const height = Math.min(b, bottom[other] as number) - Math.max(t, top[other] as number)
      if (height <= 0) continue
      const shared = width * height
      clear = shared <= overlap * (area + (areas[i] as number) - shared)
    }
    if (!clear) continue
    areas[count] = area
    kept[count++] = at
  }
  return kept.slice(0, count)
}
