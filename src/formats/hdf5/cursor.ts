import { damaged } from './errors.ts'

/** Widths of addresses and lengths in this file, in bytes, and its path for messages. */
export interface Widths {
  readonly path: string
  readonly offsetSize: number
  readonly lengthSize: number
}

/** Reads fields in sequence; all HDF5 structures are little-endian. Raises `model-invalid` at the end of the bytes. */
export class Cursor {
  readonly widths: Widths
  /** The structure being read, for messages: `an object header`. */
  readonly what: string
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  #at: number

  /** Covers bytes [start, end). Nested parts share the view: a file has thousands of them. */
  constructor(bytes: Uint8Array, widths: Widths, what: string, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.widths = widths
    this.what = what
    this.#start = start
    this.#end = end
    this.#at = start
  }

  /** Number of bytes read so far. */
  get at(): number {
    return this.#at - this.#start
  }

  get left(): number {
    return this.#end - this.#at
  }

  /** A new cursor at the start of the same bytes. */
  again(what = this.what): Cursor {
    return new Cursor(this.#bytes, this.widths, what, this.#start, this.#end)
  }

  u8(): number {
    return this.#bytes[this.#take(1)] as number
  }

  u16(): number {
    const at = this.#take(2)
    return (this.#bytes[at] as number) | ((this.#bytes[at + 1] as number) << 8)
  }

  u32(): number {
    return this.#u32At(this.#take(4))
  }

  #u32At(at: number): number {
    const bytes = this.#bytes
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    return (low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0
  }

  /** An unsigned integer of 1 to 8 bytes; inexact above 2⁵³, which exceeds any file size. */
  uint(size: number): number {
    const start = this.#take(size)
    if (size === 8) return this.#u32At(start + 4) * 2 ** 32 + this.#u32At(start)
    let value = 0
    for (let i = start + size - 1; i >= start; i--) value = value * 256 + (this.#bytes[i] as number)
    return value
  }

  /** An address relative to the file's base; `null` for the undefined address (all bits set). */
  offset(): number | null {
    const start = this.#at
    const value = this.uint(this.widths.offsetSize)
    if (this.#bytes[this.#at - 1] !== 0xff) return value
    for (let i = start; i < this.#at; i++) if (this.#bytes[i] !== 0xff) return value
    return null
  }

  /** A required address. */
  address(): number {
    const address = this.offset()
    if (address === null) throw this.invalid('leads nowhere')
    return address
  }

  length(): number {
    return this.uint(this.widths.lengthSize)
  }

  take(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** All remaining bytes. */
  rest(): Uint8Array {
    return this.take(this.left)
  }

  /** The next `length` bytes, as a cursor of their own. */
  sub(length: number, what = this.what): Cursor {
    const start = this.#take(length)
    return new Cursor(this.#bytes, this.widths, what, start, start + length)
  }

  skip(length: number): void {
    this.#take(length)
  }

  /** Whether these letters come next; does not advance. */
  stands(signature: string): boolean {
    if (signature.length > this.left) return false
    for (let i = 0; i < signature.length; i++) if (this.#bytes[this.#at + i] !== signature.charCodeAt(i)) return false
    return true
  }

  /** Raises `model-invalid` if other letters come next. */
  expect(signature: string): void {
    const found = this.stands(signature)
    this.#take(signature.length)
    if (!found) throw this.invalid(`does not start with ${signature}`)
  }

  /** UTF-8 up to a NUL, which is consumed. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0 || end >= this.#end) throw this.invalid('has an unterminated name')
    const text = decoded(this.#bytes, this.#at, end)
    this.#at = end + 1
    return text
  }

  /** UTF-8 of `length` bytes; text after a NUL is dropped. */
  paddedText(length: number): string {
    const start = this.#take(length)
    const nul = this.#bytes.indexOf(0, start)
    return decoded(this.#bytes, start, nul < 0 || nul > this.#at ? this.#at : nul)
  }

  invalid(how: string): Error {
    return damaged(this.widths.path, `${this.what} ${how}`)
  }

  #take(length: number): number {
    const start = this.#at
    if (!(length >= 0 && start + length <= this.#end)) throw this.invalid('ends too early')
    this.#at = start + length
    return start
  }
}

const decoder = new TextDecoder()

/** Most names are short, and decode faster without a TextDecoder. */
function decoded(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 32) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte > 0x7f) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}
