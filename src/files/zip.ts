import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { blobSource, sliceSource } from './byte-source.ts'
import { crc32 } from './crc32.ts'
import { inflateHead, inflateToBlob } from './inflate.ts'
import type { Budget } from './limits.ts'
import { startsWith } from './magic.ts'
import type { ByteSource, ZipEntry } from './tree.ts'

/**
 * Up to this offset, only the beginning of a deflated entry is inflated, so that detecting a file's type does not
 * unpack it.
 */
const headSize = 64 * 1024

/**
 * The bytes of one entry. Stored entries are read in place; deflated ones are inflated on first use, checked against
 * their size and CRC-32, and kept as a Blob. Reading raises `archive-invalid`, `archive-too-large`, `file-unreadable`,
 * `cancelled`.
 */
export function zipEntrySource(archive: ByteSource, entry: ZipEntry, path: string, budget: Budget): ByteSource {
  return entry.method === 0 ? storedSource(archive, entry, path) : deflatedSource(archive, entry, path, budget)
}

function storedSource(archive: ByteSource, entry: ZipEntry, path: string): ByteSource {
  let found: Promise<ByteSource> | null = null
  let inPlace: ByteSource | null = null
  const data = (signal?: AbortSignal) => {
    found ??= entryData(archive, entry, path, signal).then(
      (source) => {
        inPlace = source
        return source
      },
      (error: unknown) => {
        found = null
        throw error
      },
    )
    return found
  }
  const inMemory = () => {
    const header = inPlace === null ? (archive.peek?.(entry.offset, entry.offset + headerSize) ?? null) : null
    if (header !== null) inPlace = behindHeader(archive, entry, header, path)
    return inPlace
  }
  return {
    size: entry.stored,
    read: async (start, end, signal) => (await data(signal)).read(start, end, signal),
    blob: async (signal) => (await data(signal)).blob(signal),
    peek: (start, end) => inMemory()?.peek?.(start, end) ?? null,
    ahead: () => archive.ahead?.() ?? false,
  }
}

function deflatedSource(archive: ByteSource, entry: ZipEntry, path: string, budget: Budget): ByteSource {
  let whole: Blob | null = null
  let pending: Promise<Blob> | null = null

  async function inflate(signal: AbortSignal | undefined): Promise<Blob> {
    const data = await entryData(archive, entry, path, signal)
    let size = 0
    let sum = 0
    const onBytes = (bytes: Uint8Array) => {
      size += bytes.length
      sum = crc32(bytes, sum)
      if (size > entry.inflated) throw wrongSize(path, entry.inflated, `at least ${formatCount(size)}`)
      budget.addInflated(bytes.length, size, entry.stored, path)
    }
    const blob = await inflateToBlob(data, 'deflate-raw', path, { signal, onBytes })
    if (size !== entry.inflated) throw wrongSize(path, entry.inflated, formatCount(size))
    if (entry.crc32 !== null && sum !== entry.crc32) {
      throw new EngineError(
        'archive-invalid',
        `${path} is damaged: its checksum (CRC-32) differs from the one in the archive.`,
        'Copy or download the archive again.',
      )
    }
    return blob
  }

  async function all(signal?: AbortSignal): Promise<Blob> {
    if (whole !== null) return whole
    const mine = pending === null
    pending ??= inflate(signal).finally(() => {
      pending = null
    })
    try {
      whole = await pending
      return whole
    } catch (error) {
      const cancelledByAnother =
        !mine && error instanceof EngineError && error.code === 'cancelled' && signal?.aborted !== true
      if (cancelledByAnother) return all(signal)
      throw error
    }
  }

  return {
    size: entry.inflated,
    read: async (start, end, signal) => {
      const peeks = whole === null && pending === null && start === 0 && end <= headSize && end < entry.inflated / 2
      if (!peeks) return blobSource(await all(signal), path).read(start, end, signal)
      const head = await inflateHead(await entryData(archive, entry, path, signal), 'deflate-raw', path, end, signal)
      if (head.length < end) throw wrongSize(path, entry.inflated, formatCount(head.length))
      return head
    },
    blob: all,
  }
}

/** Bytes of a local header before its name. */
const headerSize = 30

async function entryData(
  archive: ByteSource,
  entry: ZipEntry,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const end = entry.offset + headerSize
  const header = end <= archive.size ? await archive.read(entry.offset, end, signal) : new Uint8Array(0)
  const data = behindHeader(archive, entry, header, path)
  if (data !== null) return data
  throw new EngineError(
    'archive-invalid',
    `${path} is listed in its archive, but its data is not at the listed offset.`,
    'The archive is damaged or cut off. Copy or download it again.',
  )
}

/**
 * The offset after the local header, whose two variable lengths may differ from those in the directory (APPNOTE.TXT
 * 4.3.7).
 */
function behindHeader(archive: ByteSource, entry: ZipEntry, header: Uint8Array, path: string): ByteSource | null {
  if (!startsWith(header, [0x50, 0x4b, 0x03, 0x04])) return null
  const view = new DataView(header.buffer, header.byteOffset, header.length)
  const start = entry.offset + headerSize + view.getUint16(26, true) + view.getUint16(28, true)
  const end = start + entry.stored
  return end > archive.size ? null : sliceSource(archive, start, end, path)
}

function wrongSize(path: string, expected: number, found: string): EngineError {
  return new EngineError(
    'archive-invalid',
    `${path} should inflate to ${formatCount(expected, 'byte')} according to its archive, but inflated to ${found}.`,
    'The archive is damaged. Copy or download it again.',
  )
}
