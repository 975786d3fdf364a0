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
  /** Of a tensor stored in slices, each under a key of its own; empty for all others. */
  readonly slices: readonly (readonly Extent[])[]
}

export function readHeader(bytes: Uint8Array, path: string): BundleHeader {
  let shards = 0
  let bigEndian = false
  readMessage(bytes, path, (field, reader) => {
    if (field === 1) shards = reader.readVarint()
    else if (field === 2) bigEndian = reader.readVarint() === 1
  })
  if (!(shards >= 1 && shards <= 99_999))
    throw new EngineError('model-invalid', `${path} states ${shards} data files.`, 'Copy or download the file again.')
  return { shards, bigEndian }
}

/** Raises `model-invalid` for an entry that cannot be. */
export function readEntry(bytes: Uint8Array, name: string, path: string): BundleEntry {
  const entry = { dtype: 0, shape: [] as readonly number[], shard: 0, offset: 0, size: 0, crc: 0 }
  const slices: (readonly Extent[])[] = []
  readMessage(bytes, path, (field, reader) => {
    if (field === 1) entry.dtype = reader.readVarint()
    else if (field === 2) entry.shape = (readShape(reader) ?? []).map((dim) => dim ?? -1)
    else if (field === 3) entry.shard = reader.readVarint()
    else if (field === 4) entry.offset = reader.readVarint()
    else if (field === 5) entry.size = reader.readVarint()
    else if (field === 6) entry.crc = unmask(reader.readFixed32())
    else if (field === 7) {
      const slice: Extent[] = []
      within(reader, (inner) => {
        if (inner !== 1) return
        // An extent without a length is the whole axis.
        const extent = { start: 0, length: -1 }
        within(reader, (part) => {
          if (part === 1) extent.start = reader.readVarint(true)
          else if (part === 2) extent.length = reader.readVarint(true)
        })
        slice.push(extent)
      })
      slices.push(slice)
    }
  })
  if (entry.shape.some((dim) => !(dim >= 0 && dim < 2 ** 31)) || !Number.isSafeInteger(entry.offset + entry.size))
    throw new EngineError(
      'model-invalid',
      `${path} states an impossible shape or place for ${name}.`,
      'Copy or download the file again.',
    )
  return { ...entry, slices }
}
