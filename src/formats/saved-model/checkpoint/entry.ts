import type { PbfReader } from 'pbf'
import { EngineError } from '../../../base/errors.ts'
import { readMessage, within } from '../proto/message.ts'
import { readShape } from '../proto/tensor.ts'
import { unmask } from './crc32c.ts'
import type { Extent } from './slice-key.ts'

/** `BundleHeaderProto` (tensor_bundle.proto). */
export interface BundleHeader {
  readonly shards: number
  readonly bigEndian: boolean
}

/** `BundleEntryProto`: where a tensor lies. */
export interface BundleEntry {
  readonly dtype: number
  readonly shape: readonly number[]
  readonly shard: number
  readonly offset: number
  readonly size: number
  /** CRC-32C of its bytes. */
  readonly crc: number
  /** Slices of a partitioned tensor, each under its own key; empty for all others. */
  readonly slices: readonly (readonly Extent[])[]
}

export function readHeader(bytes: Uint8Array, path: string): BundleHeader {
  const header = readMessage(bytes, path, headerField, { shards: 0, bigEndian: false })
  const { shards } = header
  if (!(shards >= 1 && shards <= 99_999))
    throw new EngineError('model-invalid', `${path} states ${shards} data files.`, 'Copy or download the file again.')
  return header
}

function headerField(field: number, header: { shards: number; bigEndian: boolean }, reader: PbfReader): void {
  if (field === 1) header.shards = reader.readVarint()
  else if (field === 2) header.bigEndian = reader.readVarint() === 1
}

/** Raises `model-invalid` for an impossible entry. */
export function readEntry(bytes: Uint8Array, name: string, path: string): BundleEntry {
  const blank: EntryDraft = { dtype: 0, shape: [], shard: 0, offset: 0, size: 0, crc: 0, slices: [] }
  const entry = readMessage(bytes, path, entryField, blank)
  if (!entry.shape.every(isDim) || !Number.isSafeInteger(entry.offset + entry.size))
    throw new EngineError(
      'model-invalid',
      `${path} states an invalid shape or offset for ${name}.`,
      'Copy or download the file again.',
    )
  return entry
}

function isDim(dim: number): boolean {
  return dim >= 0 && dim < 2 ** 31
}

type EntryDraft = { -readonly [K in keyof BundleEntry]: BundleEntry[K] } & { slices: Extent[][] }

function entryField(field: number, entry: EntryDraft, reader: PbfReader): void {
  if (field === 1) entry.dtype = reader.readVarint()
  else if (field === 2) entry.shape = (readShape(reader) ?? []).map(orImpossible)
  else if (field === 3) entry.shard = reader.readVarint()
  else if (field === 4) entry.offset = reader.readVarint()
  else if (field === 5) entry.size = reader.readVarint()
  else if (field === 6) entry.crc = unmask(reader.readFixed32())
  else if (field === 7) entry.slices.push(within<Extent[]>(reader, sliceField, []))
}

function orImpossible(dim: number | null): number {
  return dim ?? -1
}

/** `TensorSliceProto`. */
function sliceField(field: number, slice: Extent[], reader: PbfReader): void {
  // An extent without a length is the whole axis.
  if (field === 1) slice.push(within(reader, extentField, { start: 0, length: -1 }))
}

function extentField(field: number, extent: { start: number; length: number }, reader: PbfReader): void {
  if (field === 1) extent.start = reader.readVarint(true)
  else if (field === 2) extent.length = reader.readVarint(true)
}
