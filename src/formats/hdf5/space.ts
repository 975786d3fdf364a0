import { throwIfAborted } from '../../base/abort.ts'
import { formatCount } from '../../base/format.ts'
import type { ByteSource } from '../../files/tree.ts'
import { Cursor, type Widths } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'
import { type HeldPages, Pages } from './pages.ts'

/**
 * Biases and other small tensors usually lie in pages already read for their headers; passes keep up to 4,096 elements.
 */
const smallValues = 16 * 1024
/** Maximum number of reads per structure; valid structures need a handful. */
const mostPlaces = 4096

/** Bytes that must be read before a structure can be parsed. */
class NotInMemory {
  constructor(
    readonly start: number,
    readonly length: number,
  ) {}
}

const none: HeldPages = new Map()

/** The addresses of one file: every access is checked against the file's size before anything is read or allocated. */
export class Space implements Widths {
  readonly path: string
  readonly offsetSize: number
  readonly lengthSize: number
  readonly source: ByteSource
  /** The base of all addresses: other bytes may precede an HDF5 file. */
  readonly #base: number
  readonly #pages: Pages
  /** Pages of the structure being read. */
  #own = none
  /**
   * The whole file, if it is in memory, while a structure is being read; not longer, so that its memory can be freed.
   */
  #whole: Uint8Array<ArrayBuffer> | null = null
  /** Bytes copied by `valuesNow` so far. */
  #copied = 0

  constructor(source: ByteSource, base: number, { path, offsetSize, lengthSize }: Widths) {
    this.source = source
    this.#base = base
    this.#pages = new Pages(source)
    this.path = path
    this.offsetSize = offsetSize
    this.lengthSize = lengthSize
  }

  /** Whether everything can be read synchronously. */
  get inMemory(): boolean {
    return (this.source.peek?.(0, this.source.size) ?? null) !== null
  }

  /**
   * Returns what `parse` makes of the structures it visits. `parse` is synchronous: a file in memory is parsed in one
   * go. If it needs bytes that are not in memory, they are read and it runs again from the start.
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
    throw unsupported(this.path, `structures at more than ${formatCount(mostPlaces)} offsets`)
  }

  /** Fields at an address; call it inside `structure`. Raises `model-invalid` for addresses outside the file. */
  at(address: number, length: number, what: string): Cursor {
    const start = this.#place(address, length, what)
    if (this.#whole !== null) return new Cursor(this.#whole, this, what, start, start + length)
    const bytes = this.#pages.peek(start, length, this.#own)
    if (bytes === null) throw new NotInMemory(start, length)
    return new Cursor(bytes, this, what)
  }

  /**
   * A copy of a value's bytes if they are in memory, else `null`. The total is limited to the file's size: many
   * datasets may point to one place. Call it inside `structure`.
   */
  valuesNow(address: number, length: number): Uint8Array<ArrayBuffer> | null {
    const whole = this.#whole
    const start = this.#base + address
    if (whole === null || !(start + length <= whole.length) || this.#copied + length > whole.length) return null
    this.#copied += length
    return whole.slice(start, start + length)
  }

  /** Bytes of values: a read-only view for long ones if the file is in memory, a copy otherwise. */
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
      `${what} should occupy bytes ${formatCount(start)} to ${formatCount(start + length)}, but the file ends after ${formatCount(this.source.size, 'byte')}`,
    )
  }
}
