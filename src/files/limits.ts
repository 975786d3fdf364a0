import { EngineError } from '../base/errors.ts'
import { formatBytes, formatCount } from '../base/format.ts'

/** What a drop may hold at most. Far above any honest model, far below what would fill the memory or the disk. */
export const limits = {
  /** Files of one drop, those inside archives included. */
  files: 200_000,
  /** An archive in an archive in an archive; deeper ones stay closed. */
  depth: 3,
  /** Inflated to stored bytes of one entry. Honest JSON reaches 50, a file of zeros 1000. */
  ratio: 300,
  /** Below this inflated size (bytes) the ratio does not matter. */
  ratioFloor: 16 * 2 ** 20,
  /** Bytes inflated from all archives of one drop. */
  inflated: 8 * 2 ** 30,
  /** Bytes of a JSON file that is read whole. */
  json: 256 * 2 ** 20,
} as const

export type Limits = { readonly [K in keyof typeof limits]: number }

const hint = 'Unpack it with another program and drop the folder instead.'

/** Counts what the archives of one drop have given so far. Every method raises `archive-too-large` with the figures. */
export class Budget {
  #files = 0
  #inflated = 0
  readonly limits: Limits

  constructor(bounds: Limits = limits) {
    this.limits = bounds
  }

  addFiles(count: number, archive: string): void {
    this.#files += count
    if (this.#files <= this.limits.files) return
    throw new EngineError(
      'archive-too-large',
      `${archive} brings this drop to ${formatCount(this.#files, 'file')}; the limit is ${formatCount(this.limits.files)}.`,
      hint,
    )
  }

  /** `more` bytes were inflated; `inflated` of `stored` so far in this entry. */
  addInflated(more: number, inflated: number, stored: number, entry: string): void {
    this.#inflated += more
    this.checkRatio(inflated, stored, entry)
    if (this.#inflated <= this.limits.inflated) return
    throw new EngineError(
      'archive-too-large',
      `${entry} brings the unpacked size of this drop above the limit of ${formatBytes(this.limits.inflated)}.`,
      hint,
    )
  }

  checkRatio(inflated: number, stored: number, entry: string): void {
    if (inflated <= this.limits.ratioFloor || inflated <= stored * this.limits.ratio) return
    const ratio = formatCount(inflated / Math.max(1, stored))
    throw new EngineError(
      'archive-too-large',
      `${entry} inflates from ${formatBytes(stored)} to ${formatBytes(inflated)} or more, ${ratio} times its size; the limit is ${this.limits.ratio} times.`,
      hint,
    )
  }
}
