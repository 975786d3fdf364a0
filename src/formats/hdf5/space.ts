import { formatCount } from '../../base/format.ts'
import type { ByteSource } from '../../files/tree.ts'
import { Cursor, type Widths } from './cursor.ts'
import { damaged } from './errors.ts'
import { Pages } from './pages.ts'

/** The addresses of one file: every look at them is checked against its size before anything is read or allocated. */
export class Space implements Widths {
  readonly path: string
  readonly offsetSize: number
  readonly lengthSize: number
  readonly source: ByteSource
  /** What addresses are relative to: bytes of another kind may stand before an HDF5 file. */
  readonly #base: number
  readonly #pages: Pages

  constructor(source: ByteSource, base: number, { path, offsetSize, lengthSize }: Widths) {
    this.source = source
    this.#base = base
    this.#pages = new Pages(source)
    this.path = path
    this.offsetSize = offsetSize
    this.lengthSize = lengthSize
  }

  /** Fields at an address, through the pages. Raises `model-invalid` for what lies outside the file. */
  async at(address: number, length: number, what: string, signal?: AbortSignal): Promise<Cursor> {
    return new Cursor(await this.#pages.read(this.#place(address, length, what), length, signal), this, what)
  }

  /** A copy of bytes for values. Large ones come from the file alone, exactly these. */
  async values(address: number, length: number, what: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.#place(address, length, what)
    if (length <= smallValues) return (await this.#pages.read(start, length, signal)).slice()
    return this.source.read(start, start + length, signal)
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

/** Biases and such mostly lie in pages that have been read for the structures around them. */
const smallValues = 4096
