import { throwIfAborted } from '../base/abort.ts'
import type { ByteSource } from './tree.ts'

/** Whoever looks what a file is wants to see its beginning; it is read once. */
const headSize = 4096
/** Heads kept at a time, so that a folder of 10,000 files costs 2 MB and not 40. */
const headsKept = 512

/** Sources whose heads are remembered, the longest unused first. */
const kept = new Map<object, Promise<Uint8Array<ArrayBuffer>>>()

/** The same bytes, with the first of them read once and remembered for a while: every read of a file is a round trip. */
export function rememberHead(source: ByteSource, most = headSize): ByteSource {
  const length = Math.min(most, source.size)
  const key = {}

  function head(signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = kept.get(key) ?? source.read(0, length, signal)
    kept.delete(key)
    kept.set(key, bytes)
    bytes.catch(() => {
      if (kept.get(key) === bytes) kept.delete(key)
    })
    const [oldest] = kept.keys()
    if (kept.size > headsKept && oldest !== undefined) kept.delete(oldest)
    return bytes
  }

  return {
    size: source.size,
    read: async (start, end, signal) => {
      if (start < 0 || end < start || end > length) return source.read(start, end, signal)
      throwIfAborted(signal)
      return (await head(signal)).slice(start, end)
    },
    blob: (signal) => source.blob(signal),
    peek: (start, end) => source.peek?.(start, end) ?? null,
    ahead: () => source.ahead?.() ?? false,
  }
}
