import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import { crc32c, unmask } from './crc32c.ts'
import { inflateSnappy } from './snappy.ts'

const footerSize = 48
const magic = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]

/**
 * All entries of a LevelDB table (google/leveldb, doc/table_format.md), in key order. Keys are bytes, returned as texts
 * with one character per byte. Raises `model-invalid`, `checksum-mismatch`, `file-truncated`.
 */
export function readTable(bytes: Uint8Array, path: string): ReadonlyMap<string, Uint8Array> {
  const footer = bytes.subarray(Math.max(0, bytes.length - footerSize))
  if (footer.length < footerSize || !magic.every((byte, i) => footer[footerSize - 8 + i] === byte)) {
    throw new EngineError(
      'model-invalid',
      `${path} (${formatCount(bytes.length, 'byte')}) is not a checkpoint index, or is cut off: it has no table footer.`,
      'Copy or download the file again.',
    )
  }
  const cursor = new Cursor(footer, path)
  cursor.handle()
  const index = readBlock(bytes, cursor.handle(), path)
  const entries = new Map<string, Uint8Array>()
  for (const [, value] of entriesOf(index, path)) {
    const block = readBlock(bytes, new Cursor(value, path).handle(), path)
    for (const [key, content] of entriesOf(block, path)) entries.set(key, content)
  }
  return entries
}

interface Handle {
  readonly offset: number
  readonly size: number
}

/** A block, verified against its checksum and decompressed. */
function readBlock(bytes: Uint8Array, { offset, size }: Handle, path: string): Uint8Array {
  const end = offset + size
  if (end + 5 > bytes.length - footerSize)
    throw damaged(path, `the block at byte ${formatCount(offset)} reaches beyond the file`)
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end, 5)
  if (unmask(trailer.getUint32(1, true)) !== crc32c(bytes.subarray(offset, end + 1)))
    throw new EngineError(
      'checksum-mismatch',
      `${path} is damaged: the block at byte ${formatCount(offset)} does not match its checksum.`,
      'Copy or download the file again.',
    )
  const content = bytes.subarray(offset, end)
  const kind = trailer.getUint8(0)
  if (kind === 0) return content
  if (kind === 1) return inflateSnappy(content, path)
  throw damaged(path, `a block has an unknown compression type (${kind})`)
}

/** Key and value of each entry; a key is prefix-compressed against the previous one. */
function* entriesOf(block: Uint8Array, path: string): Generator<readonly [string, Uint8Array]> {
  if (block.length < 4) throw damaged(path, 'a block is too short')
  const restarts = new DataView(block.buffer, block.byteOffset + block.length - 4, 4).getUint32(0, true)
  const end = block.length - 4 - 4 * restarts
  if (end < 0) throw damaged(path, 'a block is shorter than its restart array')
  const cursor = new Cursor(block.subarray(0, end), path)
  let key = ''
  while (!cursor.done) {
    const shared = cursor.varint()
    const unshared = cursor.varint()
    const length = cursor.varint()
    if (shared > key.length) throw damaged(path, 'a key shares more bytes with the previous key than that key has')
    key = key.slice(0, shared) + binaryText(cursor.take(unshared))
    yield [key, cursor.take(length)]
  }
}

/** One character per byte. */
export function binaryText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

function damaged(path: string, what: string): EngineError {
  return new EngineError('model-invalid', `${path} is damaged: ${what}.`, 'Copy or download the file again.')
}

/** Reads varints and byte runs, with bounds checks. */
export class Cursor {
  private position = 0

  constructor(
    private readonly bytes: Uint8Array,
    private readonly path: string,
  ) {}

  get done(): boolean {
    return this.position >= this.bytes.length
  }

  varint(): number {
    let value = 0
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.bytes[this.position++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw damaged(this.path, 'a varint is not terminated')
  }

  handle(): Handle {
    return { offset: this.varint(), size: this.varint() }
  }

  take(length: number): Uint8Array {
    const start = this.position
    if (!(start + length <= this.bytes.length)) throw damaged(this.path, 'an entry reaches beyond its block')
    this.position += length
    return this.bytes.subarray(start, this.position)
  }
}
