import { type ReadableReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js'
import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import type { ByteSource, ZipEntry, ZipListing } from './tree.ts'

/**
 * The end record of a zip precedes a comment of up to 65,535 bytes, which zip.js searches in full. Reading that much at
 * once usually takes one read instead of three.
 */
const tailSize = 65_535 + 22

/**
 * Lets zip.js read a `ByteSource`. zip.js uses `size` and `readUint8Array`; the package's slim entry point does not
 * export the `Reader` class that declares them, and the stream that the type requires is never used.
 */
function randomAccess(source: ByteSource, signal: AbortSignal | undefined): ReadableReader {
  const tail = Math.max(0, source.size - tailSize)
  let lastBytes: Promise<Uint8Array<ArrayBuffer>> | null = null
  const reader = {
    size: source.size,
    readable: new ReadableStream<Uint8Array>(),
    readUint8Array: async (index: number, length: number) => {
      const start = Math.min(index, source.size)
      const end = Math.min(start + length, source.size)
      if (start < tail) return source.read(start, end, signal)
      lastBytes ??= source.read(tail, source.size, signal)
      return (await lastBytes).slice(start - tail, end - tail)
    },
  }
  return reader
}

const decoder = new TextDecoder()

/** ASCII is the same in every encoding of names. For other names, zip.js creates a decoder each. */
function decodeAscii(bytes: Uint8Array): string | undefined {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? decoder.decode(bytes) : undefined
}

/**
 * The files of a zip (including zip64), without folders and links; reads only the central directory. `onEntry` is
 * called for each and may throw to stop. Raises `archive-invalid`, `cancelled`.
 */
export async function listZip(
  source: ByteSource,
  path: string,
  signal?: AbortSignal,
  onEntry?: (entry: ZipEntry) => void,
): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = []
  try {
    const reader = new ZipReader(randomAccess(source, signal), {
      strictness: 'tolerant',
      filenameValidation: 'tolerant',
      decodeText: decodeAscii,
    })
    for await (const entry of reader.getEntriesGenerator()) {
      throwIfAborted(signal)
      if (entry.directory || entry.symlink) continue
      const listed: ZipEntry = {
        name: entry.filename,
        offset: entry.offset,
        method: entry.compressionMethod,
        stored: entry.compressedSize,
        inflated: entry.uncompressedSize,
        crc32: entry.crc32 ?? null,
        encrypted: entry.encrypted,
      }
      entries.push(listed)
      onEntry?.(listed)
    }
  } catch (error) {
    if (error instanceof EngineError) throw error
    throwIfAborted(signal)
    throw new EngineError(
      'archive-invalid',
      `${path} starts like a zip, but the list of files at its end is damaged or missing. It is probably truncated.`,
      'Copy or download the archive again.',
      error,
    )
  }
  return entries
}

/**
 * The file type of a zip that is one file (`.keras`, `.npz`, …), from its name and its entries; `null` for a plain
 * archive.
 */
export function zipContent(path: string, names: readonly string[]): ZipListing['content'] | null {
  const lower = path.toLowerCase()
  if (lower.endsWith('.npz') || (names.length > 0 && names.every((name) => /^[^/]+\.npy$/.test(name)))) return 'npz'
  if (
    lower.endsWith('.keras') ||
    (names.includes('config.json') && names.some((name) => /^model\.weights\.(h5|npz)$/.test(name)))
  )
    return 'keras'
  return names.some((name) => /^([^/]+\/)?data\.pkl$/.test(name)) ? 'pytorch' : null
}
