import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/**
 * A read of a file is a round trip to another process of the browser, about 1 ms on a busy machine, as long as 1 MB takes. A
 * model of a few MB has a hundred tensors; files up to this size are read whole once they are read at a second place.
 */
const smallFile = 32 * 2 ** 20
/** Bytes kept at a time, over all files. */
const mostKept = 32 * 2 ** 20

/** Sources that have been read whole, the longest unused first. */
const kept = new Map<object, { readonly size: number; readonly bytes: Promise<Uint8Array<ArrayBuffer>> }>()

interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

/** Reads a file in one go: in a worker by the reader that does not wait for turns, which takes half the time. */
async function wholeOf(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const { FileReaderSync: Reader } = globalThis as { readonly FileReaderSync?: new () => SyncReader }
  if (Reader !== undefined) {
    const blob = await source.blob()
    try {
      const bytes = new Uint8Array(new Reader().readAsArrayBuffer(blob))
      if (bytes.length === source.size) return bytes
    } catch {
      // The ordinary way says why it cannot be read.
    }
  }
  return source.read(0, source.size)
}

/** Lets go of the small files that were read whole: for the end of a load. */
export function forgetSmallFiles(): void {
  kept.clear()
}

/** The same bytes; a small file that is read at several places is read once and kept for a while. */
export function rememberSmall(source: ByteSource): ByteSource {
  if (source.size > smallFile) return source
  const key = {}
  let reads = 0

  function whole(): Promise<Uint8Array<ArrayBuffer>> {
    const entry = kept.get(key) ?? { size: source.size, bytes: wholeOf(source) }
    kept.delete(key)
    kept.set(key, entry)
    entry.bytes.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    let total = [...kept.values()].reduce((sum, { size }) => sum + size, 0)
    for (const [other, { size }] of kept) {
      if (total <= mostKept) break
      kept.delete(other)
      total -= size
    }
    return entry.bytes
  }

  return {
    size: source.size,
    read: async (start, end, signal) => {
      const inside = start >= 0 && end >= start && end <= source.size
      if (!inside || end - start === source.size || (++reads < 2 && !kept.has(key)))
        return source.read(start, end, signal)
      throwIfAborted(signal)
      const bytes = await whole()
      throwIfAborted(signal)
      return bytes.slice(start, end)
    },
    blob: (signal) => source.blob(signal),
  }
}
