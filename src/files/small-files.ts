import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/**
 * A read of a file is a round trip to another process of the browser, about 0.6 ms on a quiet machine, as long as half a MB
 * takes. A model of a few MB has a hundred tensors; files up to this size are read whole where many reads are to be expected.
 */
const smallFile = 32 * 2 ** 20
/** Bytes kept at a time, over all files of the drop. */
const mostKept = 32 * 2 ** 20
/** Short reads of a file after which more of them are expected; `ahead` announces them sooner. */
const fewReads = 8
/** A read longer than this part of a file is not short. */
const longPart = 1 / 4

interface Kept {
  readonly size: number
  readonly reading: Promise<Uint8Array<ArrayBuffer>>
  /** `null` until it has been read. */
  bytes: Uint8Array<ArrayBuffer> | null
}

/** Small files of one drop that are read at many places: each is read once, whole, and kept until `forget`. */
export class SmallFiles {
  /** The least recently used first. */
  readonly #kept = new Map<object, Kept>()

  forget(): void {
    this.#kept.clear()
  }

  /** The same bytes; a small file is read whole after a few short reads. */
  remember(source: ByteSource): ByteSource {
    const { size } = source
    if (size > smallFile) return source
    const key = {}
    let reads = 0
    /** It lies in a file that is itself read whole. */
    let comes = false

    /** A part of a file that is itself in memory is not kept again. */
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
