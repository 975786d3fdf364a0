const { fround } = Math

/**
 * Intersection over union of the boxes that begin at `a` and `b` among these corners `y1, x1, y2, x2`, which may come in any
 * order. Rounded to float32 at each step like TensorFlow's, so that it meets a threshold exactly.
 */
export function overlap(corners: ArrayLike<number>, a: number, b: number): number {
  const [ofA, ofB] = [area(corners, a), area(corners, b)]
  if (ofA <= 0 || ofB <= 0) return 0
  const shared = fround(common(corners, a, b) * common(corners, a + 1, b + 1))
  return fround(shared / fround(fround(ofA + ofB) - shared))
}

function area(corners: ArrayLike<number>, box: number): number {
  return fround(length(corners, box) * length(corners, box + 1))
}

/** Length of a box along the axis of the corner at `i`. */
function length(corners: ArrayLike<number>, i: number): number {
  return fround(Math.abs((corners[i + 2] ?? 0) - (corners[i] ?? 0)))
}

/** Length that two boxes have in common along one axis. */
function common(corners: ArrayLike<number>, a: number, b: number): number {
  const [fromA = 0, toA = 0, fromB = 0, toB = 0] = [corners[a], corners[a + 2], corners[b], corners[b + 2]]
  const end = Math.min(Math.max(fromA, toA), Math.max(fromB, toB))
  const start = Math.max(Math.min(fromA, toA), Math.min(fromB, toB))
  return Math.max(0, fround(end - start))
}
