import { throwIfAborted } from '../../base/abort.ts'
import { mapConcurrently } from '../../base/concurrency.ts'
import { limits } from '../../files/limits.ts'
import { type Chunk, type ChunkGrid, chunksOf } from './chunk-index.ts'
import { damaged } from './errors.ts'
import { type Filter, unfilter } from './filters.ts'
import type { Layout } from './layout.ts'
import type { Space } from './space.ts'

const readsAtOnce = 8

/**
 * Assembles the chunks of a dataset, row-major. `fill` is one element, used for chunks that were never written. Raises
 * `model-invalid`, `known-but-unsupported`, `checksum-mismatch`, `file-unreadable`, `cancelled`.
 */
export async function readChunks(
  space: Space,
  layout: Layout & { readonly kind: 'chunked' },
  filters: readonly Filter[],
  shape: readonly number[],
  elementSize: number,
  fill: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { chunk, address, index } = layout
  if (chunk.length !== shape.length)
    throw damaged(space.path, `a dataset of rank ${shape.length} has chunks of rank ${chunk.length}`)
  const counts = shape.map((size, i) => Math.ceil(size / (chunk[i] ?? 1)))
  const chunkBytes = product(chunk) * elementSize
  const grid: ChunkGrid = { chunk, counts, bytes: chunkBytes, filtered: filters.length > 0 }
  const chunks =
    address === null || product(shape) === 0
      ? []
      : await space.structure(() => chunksOf(space, address, index, grid), signal)
  const stored = Math.min(
    space.source.size,
    chunks.reduce((sum, one) => sum + one.stored, 0),
  )
  const bytes = product(shape) * elementSize
  if (Math.max(bytes, chunkBytes) > Math.max(limits.ratioFloor, stored * limits.ratio))
    throw damaged(space.path, `a dataset of ${bytes} bytes claims to be stored in ${stored} bytes`)
  const out = filled(bytes, fill)
  await mapConcurrently(chunks, readsAtOnce, async (one) => {
    throwIfAborted(signal)
    if (one.at.some((place, i) => place >= (counts[i] ?? 0))) return
    const raw = await space.values(one.address, one.stored, 'a chunk of values', signal)
    place(
      out,
      await unfilter(raw, filters, one.mask, chunkBytes, elementSize, space.path),
      one,
      shape,
      chunk,
      elementSize,
    )
  })
  return out
}

/** Copies the part of a chunk that lies inside the dataset, row by row. */
function place(
  out: Uint8Array,
  bytes: Uint8Array,
  { at }: Chunk,
  shape: readonly number[],
  chunk: readonly number[],
  elementSize: number,
): void {
  const starts = at.map((index, i) => index * (chunk[i] ?? 1))
  const copy = (dimension: number, from: number, to: number) => {
    const start = starts[dimension] ?? 0
    const length = Math.min(chunk[dimension] ?? 1, (shape[dimension] ?? 1) - start)
    if (dimension === shape.length - 1) {
      out.set(bytes.subarray(from * elementSize, (from + length) * elementSize), (to + start) * elementSize)
      return
    }
    const fromStep = product(chunk.slice(dimension + 1))
    const toStep = product(shape.slice(dimension + 1))
    for (let i = 0; i < length; i++) copy(dimension + 1, from + i * fromStep, to + (start + i) * toStep)
  }
  copy(0, 0, 0)
}

export function filled(bytes: number, fill: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes)
  if (fill.some((byte) => byte !== 0)) for (let i = 0; i < bytes; i++) out[i] = fill[i % fill.length] as number
  return out
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1)
}
