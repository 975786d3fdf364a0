import type { SoundWanted } from '../../contract.ts'
import { Newest } from './newest.ts'

/** Context before the window for the worker's resampling filter, s. */
const margin = 0.05
/** The greatest backlog of contiguous windows before the newest is taken instead, s. */
const longestWait = 0.25

export interface SoundWindow {
  readonly samples: Float32Array<ArrayBuffer>
  /** Samples from the start of the source to the end of the window. */
  readonly end: number
}

/** Cuts a live sound into the windows that runs ask for. */
export class Windows {
  readonly #rate: number
  readonly #newest: Newest
  /** Samples of the windows asked for last; `null` if it was all. */
  #length: number | null = null
  #contiguous = false
  /** Where the last window ended; fractional, because the model has another rate. */
  #end = 0
  #missed = 0

  /** `rate`: samples per second; `longest`: what is kept, s. */
  constructor(rate: number, longest: number) {
    this.#rate = rate
    this.#newest = new Newest(longest * rate)
  }

  add(samples: Float32Array<ArrayBuffer>): void {
    this.#newest.add(samples)
  }

  /** Whether there is another window of the kind asked for last. */
  get isReady(): boolean {
    const ahead = this.#newest.end - this.#end
    return this.#contiguous && this.#length !== null ? ahead >= this.#length : ahead > 0
  }

  /** Windows of which nothing was taken, since the last call. */
  missed(): number {
    const missed = this.#missed
    this.#missed = 0
    return missed
  }

  /** The next window; `null` if there is none yet. */
  take(wanted: SoundWanted | null): SoundWindow | null {
    const { end } = this.#newest
    if (end === 0) return null
    const isFirst = this.#end === 0
    this.#length = wanted === null ? null : wanted.seconds * this.#rate
    this.#contiguous = wanted?.contiguous ?? false
    if (this.#length === null) {
      this.#end = end
      return { samples: this.#newest.last(end), end }
    }
    if (this.#contiguous && !this.isReady) return null
    const ahead = end - this.#end
    const waits = this.#contiguous && ahead < Math.max(2 * this.#length, longestWait * this.#rate)
    // Between the window before and the newest one.
    if (!waits && !isFirst) this.#missed += Math.max(0, Math.floor(ahead / this.#length) - 1)
    this.#end = waits ? this.#end + this.#length : end
    const upTo = Math.round(this.#end)
    const count = Math.ceil(this.#length + margin * this.#rate)
    return { samples: this.#newest.last(count, upTo), end: upTo }
  }
}
