import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/**
 * Each read of a file is a round trip to another browser process: about 0.6 ms, the time to read 0.5 MB. A model of a
 * few MB has a hundred tensors, so files up to this size are read whole if many reads are likely.
 */
const smallFile = 32 * 2 ** 20
/** Bytes cached at a time, over all files of the drop. */
const mostKept = 32 * 2 ** 20
/** Short reads of a file after which it is read whole; `ahead` does so at once. */
const fewReads = 8
/** A read of more than this fraction of a file is not short. */
const longPart = 1 / 4

interface Kept {
  readonly size: number
  readonly reading: Promise<Uint8Array<ArrayBuffer>>
  /** `null` until the read completes. */
  bytes: Uint8Array<ArrayBuffer> | null
}

/** Caches small files of one drop that are read at many offsets: each is read once, whole, and kept until `forget`. */
export class SmallFiles {
  /** Least recently used first. */
  readonly #kept = new Map<object, Kept>()

  forget(): void {
    this.#kept.clear()
  }

  /** Wraps a source so that a small file is read whole after a few short reads. */
  remember(source: ByteSource): ByteSource {
    const { size } = source
    if (size > smallFile) return source
    const key = {}
    let reads = 0
    /** Whether the containing file is being read whole. */
    let comes = false

    /** A part of a file that is already in memory is not cached again. */
    const peek = (start: number, end: number): Uint8Array<ArrayBuffer> | null => {
      if (start < 0 || end < start || end > size) return null
      return this.#kept.get(key)?.bytes?.subarray(start, end) ?? source.peek?.(start, end) ?? null
    }

    return {
      size,
      read: async (start, end, signal) => {
        const inside = start >= 0 && end >= start && end <= size
        const held = inside ? peek(start, end) : null
        if (held !== null) {
          throwIfAborted(signal)
          return held.slice()
        }
        const expected = this.#kept.has(key) || (!comes && end - start < size * longPart && ++reads > fewReads)
        if (!inside || !expected) return source.read(start, end, signal)
        throwIfAborted(signal)
        const bytes = await this.#whole(key, source)
        throwIfAborted(signal)
        return bytes.slice(start, end)
      },
      blob: (signal) => source.blob(signal),
      peek,
      ahead: () => {
        comes = source.ahead?.() ?? false
        if (comes || this.#kept.has(key) || peek(0, size) !== null) return true
        if (size === 0 || size + this.#total() > mostKept) return false
        void this.#whole(key, source)
        return true
      },
    }
  }

  #whole(key: object, source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
    const held = this.#kept.get(key)
    const entry = held ?? { size: source.size, reading: source.read(0, source.size), bytes: null }
    this.#kept.delete(key)
    this.#kept.set(key, entry)
    if (held === undefined) this.#keep(key, entry)
    return entry.reading
  }

  #keep(key: object, entry: Kept): void {
    entry.reading.then(
      (bytes) => {
        entry.bytes = bytes
      },
      () => {
        if (this.#kept.get(key) === entry) this.#kept.delete(key)
      },
    )
    let sum = this.#total()
    for (const [other, { size }] of this.#kept) {
      if (sum <= mostKept) break
      this.#kept.delete(other)
      sum -= size
    }
  }

  #total(): number {
    return [...this.#kept.values()].reduce((sum, { size }) => sum + size, 0)
  }
}
