import { throwIfAborted } from '../../base/abort.ts'
import type { ByteSource } from '../../files/tree.ts'

/** Structures of HDF5 are small and lie in clusters: one read of this size mostly brings the neighbours too. */
const pageSize = 32 * 1024
/** Pages kept at a time: 4 MB. */
const pagesKept = 128
/** What is longer is read as it is. */
const longest = 4 * pageSize

/** The bytes of a file for its structures, read by whole pages, of which the last used are kept. */
export class Pages {
  readonly #source: ByteSource
  readonly #kept = new Map<number, Promise<Uint8Array>>()

  constructor(source: ByteSource) {
    this.#source = source
  }

  /** Bytes [start, start + length), which must lie in the file; not to be written to. */
  async read(start: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfAborted(signal)
    if (length > longest) return this.#source.read(start, start + length, signal)
    const first = Math.floor(start / pageSize)
    const last = Math.floor(Math.max(start, start + length - 1) / pageSize)
    const page = await this.#page(first)
    throwIfAborted(signal)
    const from = start - first * pageSize
    if (first === last) return page.subarray(from, from + length)
    const out = new Uint8Array(length)
    out.set(page.subarray(from))
    for (let index = first + 1; index <= last; index++) {
      const next = await this.#page(index)
      const at = index * pageSize - start
      out.set(next.subarray(0, length - at), at)
    }
    return out
  }

  /** Pages are shared by all who wait for them, so no signal of one of them ends the read. */
  #page(index: number): Promise<Uint8Array> {
    const start = index * pageSize
    const page = this.#kept.get(index) ?? this.#source.read(start, Math.min(start + pageSize, this.#source.size))
    this.#kept.delete(index)
    this.#kept.set(index, page)
    page.catch(() => this.#kept.delete(index))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > pagesKept && oldest !== undefined) this.#kept.delete(oldest)
    return page
  }
}
