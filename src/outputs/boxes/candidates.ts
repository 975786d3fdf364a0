/**
 * The boxes of one picture while they are decoded: corners in the units of the layout, score and class. Keeps those at or
 * above a threshold; of the others it keeps the number and the best.
 */
export class Candidates {
  count = 0
  below = 0
  /** Boxes with NaN or infinite values. */
  broken = 0
  bestBelow: { readonly score: number; readonly index: number } | null = null
  left = new Float32Array(64)
  top = new Float32Array(64)
  right = new Float32Array(64)
  bottom = new Float32Array(64)
  score = new Float32Array(64)
  index = new Int32Array(64)
  /** The row of the output from which the layout made the box. */
  source = new Int32Array(64)

  constructor(readonly threshold: number) {}

  /** Whether a box with at most this score is kept, or is the best one below the threshold. */
  wants(score: number): boolean {
    return (score >= this.threshold && score > 0) || score > (this.bestBelow?.score ?? 0)
  }

  /** Counts a box whose score `wants` refused. */
  skip(score: number): void {
    if (Number.isFinite(score)) this.below++
    else this.broken++
  }

  /** Only counts a box whose score is not a number or whose corners are not finite. */
  add(score: number, index: number, left: number, top: number, right: number, bottom: number, source: number): void {
    // Unused rows are filled with zeros.
    if (!(score >= this.threshold && score > 0)) {
      this.skip(score)
      if (score > (this.bestBelow?.score ?? 0)) this.bestBelow = { score, index }
      return
    }
    if (!Number.isFinite(left + top + right + bottom)) {
      this.broken++
      return
    }
    if (this.count === this.score.length) this.grow()
    const at = this.count++
    this.left[at] = left
    this.top[at] = top
    this.right[at] = right
    this.bottom[at] = bottom
    this.score[at] = score
    this.index[at] = index
    this.source[at] = source
  }

  private grow(): void {
    this.left = grown(this.left)
    this.top = grown(this.top)
    this.right = grown(this.right)
    this.bottom = grown(this.bottom)
    this.score = grown(this.score)
    this.index = grown(this.index)
    this.source = grown(this.source)
  }
}

function grown<Values extends Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(values: Values): Values {
  const larger = new (values.constructor as new (length: number) => Values)(values.length * 2)
  larger.set(values)
  return larger
}
