import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PbfWriter } from 'pbf'
import { maskedCrc32c } from './crc32c.mjs'

/** @typedef {import('./layers.mjs').Weight} Weight */

/** The magic number at the end of a LevelDB table. */
const magic = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]
/** `DataType`. */
const float32 = 1
const string = 7

/**
 * Writes weights as a TensorFlow tensor bundle with one data file: `variables.index`, a LevelDB table of one
 * uncompressed block, and `variables.data-00000-of-00001`.
 * @param {readonly Weight[]} weights
 * @param {string} folder
 * @param {{ name: string, bytes: Uint8Array }} [text] a tensor of one string, which lies before them
 * @returns {readonly string[]} the paths of the two
 */
export function writeCheckpoint(weights, folder, text) {
  const floats = weights.map(({ name, shape, values }) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    return { name, dtype: float32, shape, bytes, checked: bytes }
  })
  let offset = 0
  const places = [...(text === undefined ? [] : [stringTensor(text)]), ...floats].map((tensor) => {
    const { name, dtype, shape, bytes, checked } = tensor
    const entry = message((writer) => {
      writer.writeVarintField(1, dtype)
      writer.writeMessage(2, writeShape, shape)
      if (offset > 0) writer.writeVarintField(4, offset)
      writer.writeVarintField(5, bytes.length)
      writer.writeFixed32Field(6, maskedCrc32c(checked))
    })
    offset += bytes.length
    return { name, bytes, entry }
  })
  const header = message((writer) => {
    writer.writeVarintField(1, 1)
    writer.writeMessage(3, (_, version) => version.writeVarintField(1, 1), null)
  })
  const index = join(folder, 'variables.index')
  const data = join(folder, 'variables.data-00000-of-00001')
  const entries = places
    .map(({ name, entry }) => /** @type {const} */ ([name, entry]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(index, table([['', header], ...entries]))
  writeFileSync(data, Buffer.concat(places.map(({ bytes }) => bytes)))
  return [index, data]
}

/**
 * A one-string tensor in the layout of `WriteStringTensor` (tensor_bundle.cc): length, checksum of the length, bytes.
 * @param {{ name: string, bytes: Uint8Array }} text
 */
function stringTensor({ name, bytes }) {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  const crc = Buffer.alloc(4)
  crc.writeUInt32LE(maskedCrc32c(length))
  const stored = Buffer.concat([varints([bytes.length]), crc, bytes])
  return { name, dtype: string, shape: [], bytes: stored, checked: Buffer.concat([length, crc, bytes]) }
}

/** `TensorShapeProto`. @param {readonly number[]} shape @param {PbfWriter} writer */
export function writeShape(shape, writer) {
  for (const size of shape) writer.writeMessage(2, (_, dim) => dim.writeVarintField(1, size), null)
}

/** @param {(writer: PbfWriter) => void} write */
export function message(write) {
  const writer = new PbfWriter()
  write(writer)
  return writer.finish()
}

/** @param {readonly (readonly [string, Uint8Array])[]} entries in order */
function table(entries) {
  /** @type {Uint8Array[]} */
  const parts = []
  let length = 0
  /** @param {readonly (readonly [string, Uint8Array])[]} content @returns {readonly [offset: number, size: number]} */
  const addBlock = (content) => {
    const block = blockOf(content)
    const place = /** @type {const} */ ([length, block.length])
    const kind = Uint8Array.of(0)
    const crc = Buffer.alloc(4)
    crc.writeUInt32LE(maskedCrc32c(Buffer.concat([block, kind])))
    parts.push(block, kind, crc)
    length += block.length + 5
    return place
  }
  const data = addBlock(entries)
  const meta = addBlock([])
  const index = addBlock([[entries.at(-1)?.[0] ?? '', varints(data)]])
  const footer = Buffer.alloc(48)
  Buffer.concat([varints(meta), varints(index)]).copy(footer)
  footer.set(magic, 40)
  return Buffer.concat([...parts, footer])
}

/** Entries without shared key prefixes; one restart, at the beginning. @param {readonly (readonly [string, Uint8Array])[]} entries */
function blockOf(entries) {
  const parts = entries.flatMap(([key, value]) => [varints([0, key.length, value.length]), Buffer.from(key), value])
  return Buffer.concat([...parts, Uint8Array.of(0, 0, 0, 0), Uint8Array.of(1, 0, 0, 0)])
}

/** @param {readonly number[]} values */
function varints(values) {
  return message((writer) => {
    for (const value of values) writer.writeVarint(value)
  })
}
