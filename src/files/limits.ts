import { EngineError } from '../base/errors.ts'
import { formatBytes, formatCount } from '../base/format.ts'

/** Limits of a drop: far above any genuine model, far below what would exhaust memory or disk. */
export const limits = {
  /** Files in one drop, including those in archives. */
  files: 200_000,
  /** Levels of nested archives; deeper ones are not opened. */
  depth: 3,
  /** Inflated to stored bytes of one entry. Genuine JSON reaches 50, a file of zeros 1000. */
  ratio: 300,
  /** Below this inflated size (bytes), the ratio is not checked. */
  ratioFloor: 16 * 2 ** 20,
  /** Total bytes inflated from the archives of one drop. */
  inflated: 8 * 2 ** 30,
  /** Size of a JSON file, bytes. */
  json: 256 * 2 ** 20,
} as const

export type Limits = { readonly [K in keyof typeof limits]: number }

const hint = 'Unpack it with another program and drop the folder instead.'

/** Counts what the archives of one drop have produced. Every method raises `archive-too-large` with the figures. */
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

  /** Counts `more` inflated bytes; the entry so far: `inflated` bytes out of `stored`. */
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
