import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/** Bytes. Enough for every format detection. */
const headSize = 4096
/** Heads cached at a time: a folder of 10,000 files costs 2 MB, not 40. */
const headsKept = 512

/**
 * Caches the first bytes of the files of one drop: each read is a round trip, and every format detection needs the
 * header.
 */
export class Heads {
  /** Least recently used first. */
  readonly #kept = new Map<object, Promise<Uint8Array<ArrayBuffer>>>()

  forget(): void {
    this.#kept.clear()
  }

  /** Wraps a source so that its first `most` bytes are read once and cached. */
  remember(source: ByteSource, most = headSize): ByteSource {
    const length = Math.min(most, source.size)
    const key = {}
    return {
      size: source.size,
      read: async (start, end, signal) => {
        if (start < 0 || end < start || end > length) return source.read(start, end, signal)
        throwIfAborted(signal)
        return (await this.#head(key, () => source.read(0, length, signal))).slice(start, end)
      },
      blob: (signal) => source.blob(signal),
      peek: (start, end) => source.peek?.(start, end) ?? null,
      ahead: () => source.ahead?.() ?? false,
    }
  }

  #head(key: object, read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#kept.get(key) ?? read()
    this.#kept.delete(key)
    this.#kept.set(key, bytes)
    bytes.catch(() => {
      if (this.#kept.get(key) === bytes) this.#kept.delete(key)
    })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > headsKept && oldest !== undefined) this.#kept.delete(oldest)
    return bytes
  }
}
