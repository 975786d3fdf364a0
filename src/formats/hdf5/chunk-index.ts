import { leavesOf } from './btree-v1.ts'
import { recordsOf } from './btree-v2.ts'
import { type ChunkEntry, extensibleArray, fixedArray } from './chunk-arrays.ts'
import type { Cursor } from './cursor.ts'
import { damaged } from './errors.ts'
import type { ChunkIndex } from './layout.ts'
import type { Space } from './space.ts'

/** One chunk in the file. */
export interface Chunk {
  /** Position along each dimension: `[0, 2]` is the third chunk of the first row. */
  readonly at: readonly number[]
  readonly address: number
  /** Size of the stored (possibly compressed) chunk, in bytes. */
  readonly stored: number
  /** One bit for each filter that was skipped. */
  readonly mask: number
}

export interface ChunkGrid {
  /** Elements per chunk, and chunks per dataset, along each dimension. */
  readonly chunk: readonly number[]
  readonly counts: readonly number[]
  /** Bytes of an unfiltered chunk. */
  readonly bytes: number
  readonly filtered: boolean
}

/** All allocated chunks, whichever kind of index lists them. */
export function chunksOf(space: Space, address: number, index: ChunkIndex, grid: ChunkGrid): readonly Chunk[] {
  switch (index.kind) {
    case 'single':
      return [{ at: grid.counts.map(() => 0), address, stored: index.stored ?? grid.bytes, mask: index.mask }]
    case 'implicit':
      return implicit(space, address, grid)
    case 'b-tree-1':
      return bTree1(space, address, grid)
    case 'b-tree-2':
      return bTree2(space, address, grid)
    case 'fixed-array':
      return placed(fixedArray(space, address, grid.filtered ? null : grid.bytes), grid)
    case 'extensible-array':
      return placed(extensibleArray(space, address, grid.filtered ? null : grid.bytes), grid)
  }
}

/** All chunks, stored one after another. */
function implicit(space: Space, address: number, grid: ChunkGrid): readonly Chunk[] {
  const count = grid.counts.reduce((product, size) => product * size, 1)
  if (count * grid.bytes > space.source.size)
    throw damaged(space.path, `the file is too small for ${count} chunks of ${grid.bytes} bytes`)
  return Array.from({ length: count }, (_, i) => ({
    at: placeOf(i, grid.counts),
    address: address + i * grid.bytes,
    stored: grid.bytes,
    mask: 0,
  }))
}

/**
 * A chunk's key: its stored size, filter mask, and the position of its first element. The extra trailing dimension (the
 * offset within an element) is ignored.
 */
function bTree1(space: Space, address: number, { chunk }: ChunkGrid): readonly Chunk[] {
  const leaves = leavesOf(space, address, 1, 8 + 8 * (chunk.length + 1), (key) => chunkKey(key, chunk))
  return leaves.map(({ key, address: at }) => ({ ...key, address: at }))
}

function chunkKey(key: Cursor, chunk: readonly number[]): Omit<Chunk, 'address'> {
  const stored = key.u32()
  const mask = key.u32()
  return { stored, mask, at: chunk.map((size) => Math.floor(key.uint(8) / size)) }
}

/** Record types 10 and 11: address, then (if filtered) bytes and mask, then the chunk's position. */
function bTree2(space: Space, address: number, grid: ChunkGrid): readonly Chunk[] {
  const records = recordsOf(space, address)
  return records.map((record) => {
    const at = record.address()
    const width = record.left - 4 - 8 * grid.counts.length
    const stored = grid.filtered ? record.uint(width) : grid.bytes
    const mask = grid.filtered ? record.u32() : 0
    return { at: grid.counts.map(() => record.uint(8)), address: at, stored, mask }
  })
}

function placed(entries: readonly ChunkEntry[], { counts }: ChunkGrid): readonly Chunk[] {
  return entries.map(({ index, ...entry }) => ({ ...entry, at: placeOf(index, counts) }))
}

/** Row-major. */
function placeOf(index: number, counts: readonly number[]): readonly number[] {
  let rest = index
  const place: number[] = []
  for (const count of counts.toReversed()) {
    place.push(rest % count)
    rest = Math.floor(rest / count)
  }
  return place.reverse()
}
