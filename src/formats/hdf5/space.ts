import { throwIfAborted } from '../../base/abort.ts'
import { formatCount } from '../../base/format.ts'
import type { ByteSource } from '../../files/tree.ts'
import { Cursor, type Widths } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'
import { type HeldPages, Pages } from './pages.ts'

/** Biases and such mostly lie in pages that have been read for the structures around them; passes keep up to 4,096 elements. */
const smallValues = 16 * 1024
/** Places of one file that one structure may need; honest ones need a handful. */
const mostPlaces = 4096

/** Bytes that have to be read before a structure can be understood. */
class NotInMemory {
  constructor(
    readonly start: number,
    readonly length: number,
  ) {}
}

const none: HeldPages = new Map()

/** The addresses of one file: every look at them is checked against its size before anything is read or allocated. */
export class Space implements Widths {
  readonly path: string
  readonly offsetSize: number
  readonly lengthSize: number
  readonly source: ByteSource
  /** What addresses are relative to: bytes of another kind may stand before an HDF5 file. */
  readonly #base: number
  readonly #pages: Pages
  /** Those of the structure that is being read. */
  #own = none
  /** The whole file, where it is in memory and a structure is being read: no longer, lest its memory stays. */
  #whole: Uint8Array<ArrayBuffer> | null = null
  /** Bytes that `valuesNow` has copied. */
  #copied = 0

  constructor(source: ByteSource, base: number, { path, offsetSize, lengthSize }: Widths) {
    this.source = source
    this.#base = base
    this.#pages = new Pages(source)
    this.path = path
    this.offsetSize = offsetSize
    this.lengthSize = lengthSize
  }

  /** Whether nothing has to be waited for. */
  get inMemory(): boolean {
    return (this.source.peek?.(0, this.source.size) ?? null) !== null
  }

  /**
   * What `parse` makes of the structures that it looks at. It runs in one go, without waiting: a file in memory is understood
   * at once. Where it comes to bytes that have to be read first, it is begun anew once they are there.
   */
  async structure<T>(parse: () => T, signal?: AbortSignal): Promise<T> {
    let own = none
    for (let places = 0; places < mostPlaces; places++) {
      throwIfAborted(signal)
      try {
        this.#own = own
        this.#whole = this.source.peek?.(0, this.source.size) ?? null
        return parse()
      } catch (error) {
        if (!(error instanceof NotInMemory)) throw error
        if (own === none) own = new Map()
        await this.#pages.load(error.start, error.length, own)
      } finally {
        this.#own = none
        this.#whole = null
      }
    }
    throw unsupported(this.path, `structures that lie at more than ${formatCount(mostPlaces)} places`)
  }

  /** Fields at an address, within `structure` only. Raises `model-invalid` for what lies outside the file. */
  at(address: number, length: number, what: string): Cursor {
    const start = this.#place(address, length, what)
    if (this.#whole !== null) return new Cursor(this.#whole, this, what, start, start + length)
    const bytes = this.#pages.peek(start, length, this.#own)
    if (bytes === null) throw new NotInMemory(start, length)
    return new Cursor(bytes, this, what)
  }

  /**
   * A copy of bytes of values, where they are in memory and there is such a place; else `null`. In all no more than the file
   * has: many datasets may lead to one place. Within `structure` only.
   */
  valuesNow(address: number, length: number): Uint8Array<ArrayBuffer> | null {
    const whole = this.#whole
    const start = this.#base + address
    if (whole === null || !(start + length <= whole.length) || this.#copied + length > whole.length) return null
    this.#copied += length
    return whole.slice(start, start + length)
  }

  /** Bytes of values: long ones as a view where the file is in memory, not to be written to; all others as a copy. */
  async values(address: number, length: number, what: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.#place(address, length, what)
    throwIfAborted(signal)
    const whole = this.source.peek?.(start, start + length) ?? null
    if (whole !== null) return length > smallValues ? whole : whole.slice()
    if (length > smallValues) return this.source.read(start, start + length, signal)
    return this.structure(() => this.at(address, length, what).rest().slice(), signal)
  }

  #place(address: number, length: number, what: string): number {
    const start = this.#base + address
    if (Number.isSafeInteger(start) && length >= 0 && start + length <= this.source.size) return start
    throw damaged(
      this.path,
      `${what} should lie at bytes ${formatCount(start)} to ${formatCount(start + length)}, but the file ends after ${formatCount(this.source.size, 'byte')}`,
    )
  }
}
