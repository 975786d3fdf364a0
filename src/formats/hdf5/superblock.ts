import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { hdf5Magic, startsWith } from '../../files/magic.ts'
import type { ByteSource } from '../../files/tree.ts'
import { Cursor } from './cursor.ts'
import { damaged } from './errors.ts'
import { Space } from './space.ts'

/** Bytes of the longest superblock: version 1 with 8-byte addresses. */
const longest = 100

export interface Opened {
  readonly space: Space
  /** Object header of the root group. */
  readonly root: number
}

/**
 * Reads the superblock, versions 0 to 3 (HDF5 File Format Specification 3.0, II.A). Raises `file-truncated` if the file
 * is shorter than it states, `model-invalid`, `file-unreadable`, `cancelled`.
 */
export async function readSuperblock(source: ByteSource, path: string, signal?: AbortSignal): Promise<Opened> {
  const { start, bytes } = await findSuperblock(source, path, signal)
  const version = bytes[8] ?? 0
  if (version > 3) throw damaged(path, `it states version ${version} of the format, but there are only 0 to 3`)
  const offsetSize = bytes[version < 2 ? 13 : 9] ?? 0
  const lengthSize = bytes[version < 2 ? 14 : 10] ?? 0
  if (![2, 4, 8].includes(offsetSize) || ![2, 4, 8].includes(lengthSize))
    throw damaged(
      path,
      `it states addresses of ${offsetSize} bytes and lengths of ${lengthSize} bytes, which is invalid`,
    )
  const widths = { path, offsetSize, lengthSize }
  const cursor = new Cursor(bytes, widths, 'its superblock')
  cursor.skip(version === 0 ? 24 : version === 1 ? 28 : 12)
  const stated = cursor.offset() ?? 0
  cursor.offset()
  const end = cursor.offset()
  if (version < 2) cursor.skip(2 * offsetSize)
  const root = cursor.address()
  // Like the library, trust where the signature was found over the base that the file states.
  const expected = end === null ? 0 : end - stated + start
  if (expected > source.size) throw truncated(path, expected, source.size)
  return { space: new Space(source, start, widths), root }
}

/** The signature is at the start, or after a user block of 512, 1024, 2048 … bytes. */
async function findSuperblock(
  source: ByteSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly start: number; readonly bytes: Uint8Array }> {
  for (let start = 0; start + 8 < source.size; start = Math.max(512, start * 2)) {
    const bytes = await source.read(start, Math.min(source.size, start + longest), signal)
    if (!startsWith(bytes, hdf5Magic)) continue
    if (bytes.length < 48) throw truncated(path, 96, source.size)
    return { start, bytes }
  }
  throw damaged(path, 'it has no HDF5 signature')
}

function truncated(path: string, expected: number, found: number): EngineError {
  return new EngineError(
    'file-truncated',
    `${path} is truncated: its header states ${formatCount(expected, 'byte')}, but it has only ${formatCount(found)}.`,
    'Copy or download the whole file again.',
  )
}
