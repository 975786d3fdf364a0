import { PbfReader } from 'pbf'
import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'

/**
 * Reads one field of a message into its target, as in pbf; fields that it ignores are skipped. Must be a module-level
 * function: closures created per message lose their compiled code at every major garbage collection.
 */
export type ReadField<T> = (field: number, into: T, reader: PbfReader) => void

/**
 * Reads a whole protobuf message into `into` and returns it. Unlike pbf, checks the bounds of every nested message.
 * Raises `file-truncated` if something extends beyond the end of the file, `model-invalid` if the bytes are malformed.
 */
export function readMessage<T>(bytes: Uint8Array, path: string, read: ReadField<T>, into: T): T {
  return readAgain(new PbfReader(bytes), path, read, into, 0, bytes.length)
}

/**
 * Reads a message that was skipped, after the reader has finished the enclosing one. Raises what `readMessage` raises.
 */
export function readAgain<T>(
  reader: PbfReader,
  path: string,
  read: ReadField<T>,
  into: T,
  start: number,
  end: number,
): T {
  reader.pos = start
  try {
    return readFields(reader, end, read, into)
  } catch (error) {
    if (error instanceof EngineError) throw error
    const { length } = reader
    throw error instanceof Overrun && error.end > length
      ? new EngineError(
          'file-truncated',
          `${path} is cut off: a field ends at byte ${formatCount(error.end)}, but the file ends after ${formatCount(length, 'byte')}.`,
          'Copy or download the file again.',
        )
      : new EngineError(
          'model-invalid',
          `${path} is damaged: invalid protobuf data at byte ${formatCount(reader.pos)}.`,
          'Copy or download the file again, or save the model again.',
          error,
        )
  }
}

/** Reads the message in the current field. */
export function within<T>(reader: PbfReader, read: ReadField<T>, into: T): T {
  const end = lengthEnd(reader)
  return readFields(reader, end, read, into)
}

/** Byte range of the current field. */
export function rangeOf(reader: PbfReader): { readonly start: number; readonly end: number } {
  const end = lengthEnd(reader)
  const start = reader.pos
  reader.pos = end
  return { start, end }
}

/** The bytes of the current field, as a view of the file. */
export function bytesOf(reader: PbfReader): Uint8Array {
  const { start, end } = rangeOf(reader)
  return reader.buf.subarray(start, end)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Longer texts are node names with few occurrences; decoding is twice as fast as looking them up. */
const longName = 24
/** The last name per hash of length and three letters: op and attribute names repeat constantly. */
const names: string[] = new Array<string>(4096).fill('')

export function textOf(reader: PbfReader): string {
  const end = lengthEnd(reader)
  const start = reader.pos
  reader.pos = end
  return textIn(reader.buf, start, end)
}

/** Whether the current field's text starts with an ASCII character; the field can still be read or skipped. */
export function startsWith(reader: PbfReader, character: number): boolean {
  const { pos } = reader
  const end = lengthEnd(reader)
  const found = reader.pos < end && reader.buf[reader.pos] === character
  reader.pos = pos
  return found
}

/** Decodes bytes of the file as text. */
export function textIn(buf: Uint8Array, start: number, end: number): string {
  const length = end - start
  if (length > longName) return decoder.decode(buf.subarray(start, end))
  const sample =
    ((buf[start] as number) << 16) ^ ((buf[start + (length >> 1)] as number) << 8) ^ (buf[end - 1] as number)
  const place = (Math.imul(sample ^ (length << 24), 0x9e3779b1) >>> 20) & 4095
  const held = names[place] as string
  if (held.length === length && stands(held, buf, start)) return held
  const text = decoder.decode(buf.subarray(start, end))
  // The hash is only safe for texts with one letter per byte.
  if (text.length === length) names[place] = text
  return text
}

function stands(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

/** Appends the values of a repeated number field, packed or not. */
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

/** A map entry: key in field 1, value in field 2. */
export interface Entry<V> {
  key: string
  /** `null` if the entry has none. */
  value: V | null
  readonly read: (reader: PbfReader) => V
}

export function readEntry<V>(reader: PbfReader, read: (reader: PbfReader) => V): Entry<V> {
  return within<Entry<V>>(reader, entryField, { key: '', value: null, read })
}

function entryField<V>(field: number, entry: Entry<V>, reader: PbfReader): void {
  if (field === 1) entry.key = textOf(reader)
  else if (field === 2) entry.value = entry.read(reader)
}

function readFields<T>(reader: PbfReader, end: number, read: ReadField<T>, into: T): T {
  for (let field = nextField(reader, end); field !== 0; field = nextField(reader, end)) {
    read(field, into, reader)
    if (reader.pos > end) throw new Overrun(reader.pos)
  }
  return into
}

/** The number of the next field of a message that ends at `end`; 0 if there is none. */
export function nextField(reader: PbfReader, end: number): number {
  const field = reader.nextField(end)
  if (reader.pos > end) throw new Overrun(reader.pos)
  if (field === 0 && reader.pos !== end) throw new Error('field number 0')
  return field
}

/** End of the current field's bytes; they start at the reader's position. */
export function lengthEnd(reader: PbfReader): number {
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
