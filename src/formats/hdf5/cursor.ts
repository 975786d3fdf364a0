import { damaged } from './errors.ts'

/** Widths of addresses and lengths in one file, in bytes, and its path for messages. */
export interface Widths {
  readonly path: string
  readonly offsetSize: number
  readonly lengthSize: number
}

/** Reads fields one after another; everything in HDF5's structures is little-endian. Raises `model-invalid` at the end. */
export class Cursor {
  at = 0
  readonly #view: DataView

  constructor(
    readonly bytes: Uint8Array,
    readonly widths: Widths,
    /** What is being read, for messages: `an object header`. */
    readonly what: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  /** An unsigned number of 1 to 8 bytes; beyond 2⁵³ it is not exact, but then beyond every file too. */
  uint(size: number): number {
    const start = this.#take(size)
    let value = 0
    for (let i = size - 1; i >= 0; i--) value = value * 256 + (this.bytes[start + i] ?? 0)
    return value
  }

  /** An address relative to the base of the file; `null` when it is the undefined one (all bits set). */
  offset(): number | null {
    const start = this.#take(this.widths.offsetSize)
    const bytes = this.bytes.subarray(start, this.at)
    if (bytes.every((byte) => byte === 0xff)) return null
    this.at = start
    return this.uint(bytes.length)
  }

  /** An address that must be there. */
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
    return this.bytes.subarray(start, start + length)
  }

  /** The part of it that follows, as a cursor of its own. */
  sub(length: number, what = this.what): Cursor {
    return new Cursor(this.take(length), this.widths, what)
  }

  skip(length: number): void {
    this.#take(length)
  }

  /** Raises `model-invalid` when other letters stand here. */
  expect(signature: string): void {
    const found = latin1(this.take(signature.length))
    if (found !== signature) throw this.invalid(`does not begin with ${signature}`)
  }

  /** UTF-8 up to a NUL, which is passed over. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at)
    if (end < 0) throw this.invalid('holds a name without an end')
    const text = new TextDecoder().decode(this.bytes.subarray(this.at, end))
    this.at = end + 1
    return text
  }

  invalid(how: string): Error {
    return damaged(this.widths.path, `${this.what} ${how}`)
  }

  #take(length: number): number {
    const start = this.at
    if (length < 0 || start + length > this.bytes.length) throw this.invalid('ends too early')
    this.at = start + length
    return start
  }
}

export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
