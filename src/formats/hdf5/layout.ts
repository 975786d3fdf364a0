import type { Cursor } from './cursor.ts'
import { unsupported } from './errors.ts'

/** How the chunk index is stored. Entry sizes of filtered chunks are read from the indexes themselves. */
export type ChunkIndex =
  | { readonly kind: 'b-tree-1' | 'b-tree-2' | 'implicit' | 'fixed-array' | 'extensible-array' }
  /** A single chunk; `stored` is `null` if no filter changes its size. */
  | { readonly kind: 'single'; readonly stored: number | null; readonly mask: number }

/** Where a dataset's values lie. `address` is `null` if nothing has been written. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number | null }
  | {
      readonly kind: 'chunked'
      readonly address: number | null
      readonly chunk: readonly number[]
      readonly index: ChunkIndex
    }

/**
 * Reads a data layout message, versions 1 to 5 (IV.A.2.i). Chunk sizes count elements and exclude the element's own
 * size. `path` is the dataset's, for messages. Raises `known-but-unsupported`, `model-invalid`.
 */
export function readLayout(cursor: Cursor, path: string): Layout {
  const version = cursor.u8()
  if (version === 1 || version === 2) return readOld(cursor)
  if (version > 5 || version === 0) throw unsupported(cursor.widths.path, `a data layout of version ${version}`)
  const kind = cursor.u8()
  if (kind === 0) return { kind: 'compact', bytes: cursor.take(cursor.u16()).slice() }
  if (kind === 1) return { kind: 'contiguous', address: cursor.offset() }
  if (kind === 3) throw unsupported(cursor.widths.path, `${path} is a virtual dataset, whose values lie elsewhere`)
  if (kind !== 2) throw cursor.invalid(`has a layout of class ${kind}`)
  if (version >= 4) return readIndexed(cursor)
  const rank = cursor.u8()
  const address = cursor.offset()
  return { kind: 'chunked', address, chunk: chunkOf(cursor, rank, 4), index: { kind: 'b-tree-1' } }
}

function readOld(cursor: Cursor): Layout {
  const rank = cursor.u8()
  const kind = cursor.u8()
  cursor.skip(5)
  const address = kind === 0 ? null : cursor.offset()
  if (kind === 2) return { kind: 'chunked', address, chunk: chunkOf(cursor, rank, 4), index: { kind: 'b-tree-1' } }
  cursor.skip(4 * rank)
  if (kind === 1) return { kind: 'contiguous', address }
  return { kind: 'compact', bytes: cursor.take(cursor.u32()).slice() }
}

function readIndexed(cursor: Cursor): Layout {
  const flags = cursor.u8()
  const rank = cursor.u8()
  const width = cursor.u8()
  if (width < 1 || width > 8) throw cursor.invalid(`has chunk sizes ${width} bytes wide, which is invalid`)
  const chunk = chunkOf(cursor, rank, width)
  const index = indexOf(cursor, flags)
  return { kind: 'chunked', address: cursor.offset(), chunk, index }
}

function indexOf(cursor: Cursor, flags: number): ChunkIndex {
  const kind = cursor.u8()
  switch (kind) {
    case 1: {
      const filtered = (flags & 2) !== 0
      const stored = filtered ? cursor.length() : null
      return { kind: 'single', stored, mask: filtered ? cursor.u32() : 0 }
    }
    case 2:
      return { kind: 'implicit' }
    case 3:
      cursor.skip(1)
      return { kind: 'fixed-array' }
    case 4:
      cursor.skip(5)
      return { kind: 'extensible-array' }
    case 5:
      cursor.skip(6)
      return { kind: 'b-tree-2' }
    default:
      throw cursor.invalid(`has a chunk index of unknown type ${kind}`)
  }
}

/** The last size is that of an element. */
function chunkOf(cursor: Cursor, rank: number, width: number): readonly number[] {
  if (rank < 2 || rank > 33) throw cursor.invalid(`has chunks of rank ${rank - 1}, which is invalid`)
  const sizes = Array.from({ length: rank }, () => cursor.uint(width))
  if (sizes.some((size) => size === 0)) throw cursor.invalid('has empty chunks')
  return sizes.slice(0, -1)
}
