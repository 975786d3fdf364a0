import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/**
 * A read of a file is a round trip to another process of the browser, about 0.6 ms on a quiet machine, as long as half a MB
 * takes. A model of a few MB has a hundred tensors; files up to this size are read whole where many reads are to be expected.
 */
const smallFile = 32 * 2 ** 20
/** Bytes kept at a time, over all files. */
const mostKept = 32 * 2 ** 20
/** Short reads of a file after which more of them are expected; who knows beforehand calls `ahead`. */
const fewReads = 8
/** What is longer than this part of a file is no short read. */
const longPart = 1 / 4

interface Kept {
  readonly size: number
  readonly reading: Promise<Uint8Array<ArrayBuffer>>
  /** `null` until it has been read. */
  bytes: Uint8Array<ArrayBuffer> | null
}

/** Sources that have been read whole, the longest unused first. */
const kept = new Map<object, Kept>()

/** Lets go of the small files that were read whole: for the end of a load. */
export function forgetSmallFiles(): void {
  kept.clear()
}

/** The same bytes; a small file that is read at many places is read once and kept for a while. */
export function rememberSmall(source: ByteSource): ByteSource {
  const { size } = source
  if (size > smallFile) return source
  const key = {}
  let reads = 0
  /** It lies in a file that is read whole itself. */
  let comes = false

  function whole(): Promise<Uint8Array<ArrayBuffer>> {
    const held = kept.get(key)
    const entry = held ?? { size, reading: source.read(0, size), bytes: null }
    kept.delete(key)
    kept.set(key, entry)
    if (held === undefined) remember(key, entry)
    return entry.reading
  }

  /** A part of a file that is in memory itself is not kept again. */
  function peek(start: number, end: number): Uint8Array<ArrayBuffer> | null {
    if (start < 0 || end < start || end > size) return null
    return kept.get(key)?.bytes?.subarray(start, end) ?? source.peek?.(start, end) ?? null
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
      const expected = kept.has(key) || (!comes && end - start < size * longPart && ++reads > fewReads)
      if (!inside || !expected) return source.read(start, end, signal)
      throwIfAborted(signal)
      const bytes = await whole()
      throwIfAborted(signal)
      return bytes.slice(start, end)
    },
    blob: (signal) => source.blob(signal),
    peek,
    ahead: () => {
      comes = source.ahead?.() ?? false
      if (comes || kept.has(key) || peek(0, size) !== null) return true
      if (size === 0 || size + total() > mostKept) return false
      void whole()
      return true
    },
  }
}

function remember(key: object, entry: Kept): void {
  entry.reading.then(
    (bytes) => {
      entry.bytes = bytes
    },
    () => {
      if (kept.get(key) === entry) kept.delete(key)
    },
  )
  let sum = total()
  for (const [other, { size }] of kept) {
    if (sum <= mostKept) break
    kept.delete(other)
    sum -= size
  }
}

function total(): number {
  return [...kept.values()].reduce((sum, { size }) => sum + size, 0)
}
