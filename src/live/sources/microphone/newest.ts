/** Ring buffer of the newest samples of a live sound. */
export class Newest {
  /** A ring; `#end` counts all samples so far. */
  readonly #ring: Float32Array<ArrayBuffer>
  #end = 0

  /** `kept`: samples that are kept at most. */
  constructor(kept: number) {
    this.#ring = new Float32Array(kept)
  }

  /** Samples so far. */
  get end(): number {
    return this.#end
  }

  add(samples: Float32Array<ArrayBuffer>): void {
    const { length } = this.#ring
    const used = samples.subarray(Math.max(0, samples.length - length))
    const at = (this.#end + samples.length - used.length) % length
    const first = Math.min(used.length, length - at)
    this.#ring.set(used.subarray(0, first), at)
    this.#ring.set(used.subarray(first), 0)
    this.#end += samples.length
  }

  /** A copy of the last `count` samples up to `end`; fewer if not as many are kept. */
  last(count: number, end = this.#end): Float32Array<ArrayBuffer> {
    const { length } = this.#ring
    const oldest = Math.max(0, this.#end - length)
    const taken = Math.max(0, Math.min(count, end - oldest))
    const at = (end - taken) % length
    const first = Math.min(taken, length - at)
    const samples = new Float32Array(taken)
    samples.set(this.#ring.subarray(at, at + first))
    samples.set(this.#ring.subarray(0, taken - first), first)
    return samples
  }
}
