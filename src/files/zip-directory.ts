import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import type { ByteSource, ZipEntry, ZipListing } from './tree.ts'
import { findDirectory, fromItsEnd } from './zip-end.ts'
import { zipEntry } from './zip-entry.ts'

/** Bytes of a central directory; 200,000 entries with long names take 40 MB. */
const largestDirectory = 64 * 2 ** 20

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
  try {
    const read = fromItsEnd(source, signal)
    const { start, end, count, before } = await findDirectory(read, source.size)
    if (end - start > largestDirectory) throw new Error(`The list of files has ${end - start} bytes.`)
    const directory = new DataView((await read(start, end)).buffer)
    const entries: ZipEntry[] = []
    let listed = 0
    for (let at = 0; at < directory.byteLength; listed++) {
      const found = zipEntry(directory, at)
      if (found === null) break
      at = found.end
      if (!found.isFile) continue
      const entry = { ...found.entry, offset: found.entry.offset + before }
      entries.push(entry)
      onEntry?.(entry)
    }
    if (listed < count) throw new Error(`${listed} of ${count} entries are listed.`)
    return entries
  } catch (error) {
    throwIfAborted(signal)
    if (error instanceof EngineError) throw error
    throw new EngineError(
      'archive-invalid',
      `${path} starts like a zip, but the list of files at its end is damaged or missing. It is probably truncated.`,
      'Copy or download the archive again.',
      error,
    )
  }
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
