import type { Cursor } from './cursor.ts'
import type { Space } from './space.ts'

/** Where a chunk lies, as stored in an array of chunks. */
export interface ChunkEntry {
  /** The chunk's index, row-major. */
  readonly index: number
  readonly address: number
  readonly stored: number
  readonly mask: number
}

/** Common to both kinds of arrays: entries in blocks; long blocks in pages, each with a checksum after it. */
interface ArrayForm {
  readonly space: Space
  readonly entrySize: number
  readonly perPage: number
  /** Bytes of an unfiltered chunk; `null` if filters change the size. */
  readonly chunkBytes: number | null
  readonly found: ChunkEntry[]
}

const what = 'a list of chunks'

/** The chunks of a dataset of fixed size (III.C). */
export function fixedArray(space: Space, address: number, chunkBytes: number | null): readonly ChunkEntry[] {
  const head = space.at(address, 8 + space.lengthSize + space.offsetSize, what)
  head.expect('FAHD')
  const form = readForm(head, space, chunkBytes)
  const perPage = 2 ** head.u8()
  const count = head.length()
  const block = head.offset()
  if (block === null) return []
  const pages = count > perPage ? Math.ceil(count / perPage) : 0
  const begin = space.at(block, 6 + space.offsetSize + Math.ceil(pages / 8), what)
  begin.expect('FADB')
  begin.skip(2 + space.offsetSize)
  const written = pages > 0 ? begin.take(Math.ceil(pages / 8)) : null
  readEntries({ ...form, perPage }, block + begin.at, 0, count, written)
  return form.found
}

/** The chunks of a dataset that grows along one dimension (III.D). Block sizes double every second super block. */
export function extensibleArray(space: Space, address: number, chunkBytes: number | null): readonly ChunkEntry[] {
  const { offsetSize } = space
  const head = space.at(address, 12 + 6 * space.lengthSize + offsetSize, what)
  head.expect('EAHD')
  const shared = readForm(head, space, chunkBytes)
  const bits = head.u8()
  const inIndex = head.u8()
  const smallest = head.u8()
  const pointers = head.u8()
  const form: ArrayForm = { ...shared, perPage: 2 ** head.u8() }
  head.skip(4 * space.lengthSize)
  const count = head.length()
  head.length()
  const index = head.offset()
  if (index === null) return []
  const powers = [smallest, pointers].every((n) => n > 0 && Number.isInteger(Math.log2(n)))
  if (!powers || bits > 64) throw head.invalid('has invalid parameters')
  const levels = 1 + bits - Math.log2(smallest)
  /** The index block itself holds the block addresses of the first levels. */
  const direct = 2 * Math.log2(pointers)
  const addresses = 2 * (pointers - 1) + Math.max(0, levels - direct)
  const prefix = 6 + offsetSize
  const begin = space.at(index, prefix + inIndex * form.entrySize + addresses * offsetSize, what)
  begin.expect('EAIB')
  begin.skip(2 + offsetSize)
  takeEntries(form, begin.sub(inIndex * form.entrySize), 0, Math.min(inIndex, count))

  let first = inIndex
  for (let level = 0; level < levels && first < count; level++) {
    const blocks = 2 ** Math.floor(level / 2)
    const entries = 2 ** Math.floor((level + 1) / 2) * smallest
    const pages = entries > form.perPage ? entries / form.perPage : 0
    const bitmap = Math.ceil(pages / 8)
    const before = prefix + Math.ceil(bits / 8)
    let list: Cursor | null = begin
    let bitmaps: Cursor | null = null
    if (level >= direct) {
      const place = begin.offset()
      list = place === null ? null : space.at(place, before + blocks * (bitmap + offsetSize), what)
      list?.expect('EASB')
      list?.skip(before - 4)
      bitmaps = list?.sub(blocks * bitmap) ?? null
    }
    for (let i = 0; i < blocks && list !== null; i++, first += entries) {
      const place = list.offset()
      const written = bitmap > 0 ? (bitmaps?.take(bitmap) ?? null) : null
      if (place !== null && first < count)
        readEntries(form, place + before, first, Math.min(entries, count - first), written, entries)
    }
    if (list === null) first += blocks * entries
  }
  return form.found
}

/** The fields that both headers start with, after the signature. */
function readForm(head: Cursor, space: Space, chunkBytes: number | null): ArrayForm {
  head.skip(2)
  const entrySize = head.u8()
  if (entrySize < space.offsetSize + (chunkBytes === null ? 5 : 0)) throw head.invalid('has invalid parameters')
  return { space, entrySize, perPage: 1, chunkBytes, found: [] }
}

/** Reads `count` entries of a block with room for `room`; pages whose bit is unset were never written. */
function readEntries(
  form: ArrayForm,
  start: number,
  first: number,
  count: number,
  written: Uint8Array | null,
  room = count,
): void {
  const { space, perPage, entrySize } = form
  if (room <= perPage) {
    takeEntries(form, space.at(start, count * entrySize, what), first, count)
    return
  }
  // A checksum precedes the pages, and one follows each page.
  for (let page = 0; page * perPage < count; page++) {
    if (written !== null && ((written[page >> 3] ?? 0) & (0x80 >> (page & 7))) === 0) continue
    const length = Math.min(perPage, count - page * perPage)
    const place = start + 4 + page * (perPage * entrySize + 4)
    takeEntries(form, space.at(place, length * entrySize, what), first + page * perPage, length)
  }
}

function takeEntries(form: ArrayForm, entries: Cursor, first: number, count: number): void {
  const { entrySize, chunkBytes, space, found } = form
  for (let index = first; index < first + count; index++) {
    const entry = entries.sub(entrySize)
    const address = entry.offset()
    if (address === null) continue
    const stored = chunkBytes ?? entry.uint(entrySize - space.offsetSize - 4)
    found.push({ index, address, stored, mask: chunkBytes === null ? entry.u32() : 0 })
  }
}
