import type { ByteSource } from './tree.ts'

/** Bytes [start, end) of a zip. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>

/** The central directory of a zip: its place in the file, and what to add to the offsets that it states. */
export interface CentralDirectory {
  readonly start: number
  readonly end: number
  /** Number of entries; old programs state it modulo 65,536. */
  readonly count: number
  /** Bytes before the zip, such as the program of a self-extracting archive. */
  readonly before: number
}

const endSize = 22
const locatorSize = 20
const end64Size = 56
/** The end record precedes a comment of at most 65,535 bytes. */
const tailSize = endSize + 65_535

const signatures = { entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 }

/** Reads the last bytes of a file once, as its end record and usually its whole directory are there. */
export function fromItsEnd(source: ByteSource, signal: AbortSignal | undefined): ReadBytes {
  const tailStart = Math.max(0, source.size - tailSize)
  let tail: Promise<Uint8Array<ArrayBuffer>> | null = null
  return async (start, end) => {
    if (start < tailStart) return source.read(start, end, signal)
    tail ??= source.read(tailStart, source.size, signal)
    return (await tail).slice(start - tailStart, end - tailStart)
  }
}

/**
 * Finds the central directory of a zip of `size` bytes from its end record (APPNOTE 4.3.14 to 4.3.16). Raises an
 * `Error` if there is none, and what `read` raises.
 */
export async function findDirectory(read: ReadBytes, size: number): Promise<CentralDirectory> {
  const view = async (start: number, length: number) => new DataView((await read(start, start + length)).buffer)
  const tailStart = Math.max(0, size - tailSize)
  const tail = await view(tailStart, size - tailStart)
  const at = endRecord(tail)
  const locator = at - locatorSize
  const has64 = locator >= 0 && tail.getUint32(locator, true) === signatures.locator
  const stated = has64
    ? await end64Record(view, tailStart + locator, Number(tail.getBigUint64(locator + 8, true)))
    : {
        end: tailStart + at,
        count: tail.getUint16(at + 10, true),
        size: tail.getUint32(at + 12, true),
        start: tail.getUint32(at + 16, true),
      }
  const { end, count, start } = stated
  if (count === 0) return { start: end, end, count, before: 0 }
  const holdsEntry = async (place: number) =>
    place >= 0 && place + stated.size <= end && (await view(place, 4)).getUint32(0, true) === signatures.entry
  if (await holdsEntry(start)) return { start, end: start + stated.size, count, before: 0 }
  const actual = end - stated.size
  if (actual > start && (await holdsEntry(actual))) return { start: actual, end, count, before: actual - start }
  throw new Error(`There is no list of files at byte ${start}.`)
}

/** The offset of the end record in the last bytes of a zip: best one whose comment ends the file, else one that fits. */
function endRecord(tail: DataView): number {
  const last = tail.byteLength - endSize
  let fits: number | null = null
  for (let at = last; at >= 0; at--) {
    if (tail.getUint32(at, true) !== signatures.end) continue
    const comment = tail.getUint16(at + 20, true)
    if (comment === last - at) return at
    if (comment < last - at) fits ??= at
  }
  if (fits === null) throw new Error('There is no end record.')
  return fits
}

/** The end record of zip64: at the stated offset or, if something precedes the zip, directly before its locator. */
async function end64Record(
  view: (start: number, length: number) => Promise<DataView>,
  locator: number,
  stated: number,
): Promise<{ readonly end: number; readonly count: number; readonly size: number; readonly start: number }> {
  const adjacent = locator - end64Size
  for (const end of [stated, adjacent]) {
    if (end < 0 || end > adjacent) continue
    const record = await view(end, end64Size)
    if (record.getUint32(0, true) !== signatures.end64) continue
    const u64 = (at: number) => Number(record.getBigUint64(at, true))
    return { end, count: u64(32), size: u64(40), start: u64(48) }
  }
  throw new Error('There is no end record of zip64.')
}
