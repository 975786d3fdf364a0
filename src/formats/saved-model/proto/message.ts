import { PbfReader } from 'pbf'
import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'

/** Reads one field of a message; fields that it leaves alone are skipped. */
export type ReadField = (field: number, message: PbfReader) => void

/**
 * Reads a whole protobuf message. The bounds of every message within it are checked, which pbf does not. Raises
 * `file-truncated` when something reaches beyond the end of the file, `model-invalid` when the bytes make no sense.
 */
export function readMessage(bytes: Uint8Array, path: string, read: ReadField, start = 0, end = bytes.length): void {
  const reader = new PbfReader(bytes)
  reader.pos = start
  try {
    readFields(reader, end, read)
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw error instanceof Overrun && error.end > bytes.length
      ? new EngineError(
          'file-truncated',
          `${path} is cut off: something in it reaches to byte ${formatCount(error.end)}, but the file ends after ${formatCount(bytes.length, 'byte')}.`,
          'Copy or download the file again.',
        )
      : new EngineError(
          'model-invalid',
          `${path} is damaged: at byte ${formatCount(reader.pos)} stands what no protobuf message has.`,
          'Copy or download the file again, or save the model again.',
          error,
        )
  }
}

/** Reads the message that is the value of the present field. */
export function within(reader: PbfReader, read: ReadField): void {
  const end = lengthEnd(reader)
  readFields(reader, end, read)
}

/** Reads a message that has been passed over; the reader stands where it ends, then. */
export function readRange(reader: PbfReader, start: number, end: number, read: ReadField): void {
  reader.pos = start
  readFields(reader, end, read)
}

/** Where the bytes of the present field lie. */
export function rangeOf(reader: PbfReader): { readonly start: number; readonly end: number } {
  const end = lengthEnd(reader)
  const start = reader.pos
  reader.pos = end
  return { start, end }
}

/** The bytes of the present field, as a view of the file's. */
export function bytesOf(reader: PbfReader): Uint8Array {
  const { start, end } = rangeOf(reader)
  return reader.buf.subarray(start, end)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Longer texts are names of nodes, told a few times; to decode them takes half as long as to find them again. */
const longName = 24
/** The last name of each hash. Names of operations and attributes are told again and again: the same string serves. */
const names: string[] = new Array<string>(4096).fill('')

export function textOf(reader: PbfReader): string {
  const end = lengthEnd(reader)
  const start = reader.pos
  reader.pos = end
  const { buf } = reader
  const length = end - start
  if (length > longName) return decoder.decode(buf.subarray(start, end))
  let hash = length
  for (let i = start; i < end; i++) {
    const byte = buf[i] as number
    if (byte > 0x7f) return decoder.decode(buf.subarray(start, end))
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  const place = (hash ^ (hash >>> 13)) & 4095
  const held = names[place] as string
  if (held.length === length && stands(held, buf, start)) return held
  const text: string = Reflect.apply(String.fromCharCode, null, buf.subarray(start, end))
  names[place] = text
  return text
}

function stands(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

/** Adds the values of a repeated number field, packed or not. */
export function repeated(reader: PbfReader, read: (reader: PbfReader) => number, into: number[]): void {
  if (reader.type !== 2) {
    into.push(read(reader))
    return
  }
  const end = lengthEnd(reader)
  while (reader.pos < end) into.push(read(reader))
  if (reader.pos > end) throw new Overrun(reader.pos)
}

export const signed = (reader: PbfReader): number => reader.readVarint(true)
export const unsigned = (reader: PbfReader): number => reader.readVarint()
export const float = (reader: PbfReader): number => reader.readFloat()
export const double = (reader: PbfReader): number => reader.readDouble()

/** An entry of a map: key in field 1, value in field 2. */
export function readEntry(reader: PbfReader, readValue: (reader: PbfReader) => void): string {
  let key = ''
  within(reader, (field) => {
    if (field === 1) key = textOf(reader)
    else if (field === 2) readValue(reader)
  })
  return key
}

function readFields(reader: PbfReader, end: number, read: ReadField): void {
  for (;;) {
    const field = reader.nextField(end)
    if (reader.pos > end) throw new Overrun(reader.pos)
    if (field === 0) {
      if (reader.pos !== end) throw new Error('field number 0')
      return
    }
    read(field, reader)
    if (reader.pos > end) throw new Overrun(reader.pos)
  }
}

function lengthEnd(reader: PbfReader): number {
  if (reader.type !== 2) throw new Error(`wire type ${reader.type} where a length was expected`)
  const length = reader.readVarint()
  const end = reader.pos + length
  if (!(end <= reader.length)) throw new Overrun(end)
  return end
}

class Overrun extends Error {
  constructor(readonly end: number) {
    super(`ends at ${end}`)
  }
}
