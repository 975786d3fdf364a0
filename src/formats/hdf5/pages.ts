import type { ByteSource } from '../../files/tree.ts'

/** HDF5 structures are small and clustered: one read of this size usually brings in the neighbours too. */
const pageSize = 32 * 1024
/** Pages kept in memory: 4 MB. */
const pagesKept = 128

/** Pages that have been read. */
export type HeldPages = Map<number, Uint8Array>

/** Reads a file's structures by whole pages and keeps the most recently used. */
export class Pages {
  readonly #source: ByteSource
  readonly #kept: HeldPages = new Map()
  readonly #reading = new Map<number, Promise<Uint8Array>>()

  constructor(source: ByteSource) {
    this.#source = source
  }

  /**
   * Bytes [start, start + length) if they are in memory; do not write to them. `own` are pages that the caller holds.
   */
  peek(start: number, length: number, own: HeldPages): Uint8Array | null {
    const whole = this.#source.peek?.(start, start + length) ?? null
    if (whole !== null) return whole
    const first = Math.floor(start / pageSize)
    const last = Math.floor(Math.max(start, start + length - 1) / pageSize)
    const page = this.#page(first, own)
    if (page === null) return null
    const from = start - first * pageSize
    if (first === last) return page.subarray(from, from + length)
    const out = new Uint8Array(length)
    out.set(page.subarray(from))
    for (let index = first + 1; index <= last; index++) {
      const next = this.#page(index, own)
      if (next === null) return null
      const at = index * pageSize - start
      out.set(next.subarray(0, length - at), at)
    }
    return out
  }

  /** Reads the pages that contain these bytes into `own`. */
  async load(start: number, length: number, own: HeldPages): Promise<void> {
    const first = Math.floor(start / pageSize)
    const last = Math.floor(Math.max(start, start + length - 1) / pageSize)
    const missing: Promise<void>[] = []
    for (let index = first; index <= last; index++) {
      if (own.has(index)) continue
      missing.push(this.#read(index).then((page) => void own.set(index, page)))
    }
    await Promise.all(missing)
  }

  #page(index: number, own: HeldPages): Uint8Array | null {
    const page = own.get(index) ?? this.#kept.get(index)
    if (page === undefined) return null
    this.#keep(index, page)
    return page
  }

  #keep(index: number, page: Uint8Array): void {
    this.#kept.delete(index)
    this.#kept.set(index, page)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > pagesKept && oldest !== undefined) this.#kept.delete(oldest)
  }

  /** All waiters share a page, so no single caller's signal aborts the read. */
  #read(index: number): Promise<Uint8Array> {
    const held = this.#kept.get(index)
    if (held !== undefined) return Promise.resolve(held)
    const known = this.#reading.get(index)
    if (known !== undefined) return known
    const start = index * pageSize
    const reading = this.#source.read(start, Math.min(start + pageSize, this.#source.size)).then((page) => {
      this.#keep(index, page)
      return page
    })
    this.#reading.set(index, reading)
    const done = () => this.#reading.delete(index)
    reading.then(done, done)
    return reading
  }
}
