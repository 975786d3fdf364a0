import { bytesFor, recordsOf } from './btree-v2.ts'
import type { Cursor } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'
import type { Space } from './space.ts'

const what = 'a fractal heap'

/**
 * Where new-style groups, and objects with many attributes, keep them (III.G). Objects are found by their identifiers.
 */
export class FractalHeap {
  readonly #space: Space
  readonly #width: number
  readonly #startSize: number
  readonly #maxDirect: number
  readonly #offsetBytes: number
  readonly #lengthBytes: number
  readonly #root: number | null
  readonly #rows: number
  readonly #hugeTree: number | null

  private constructor(space: Space, head: Cursor) {
    this.#space = space
    head.expect('FRHP')
    head.skip(3)
    if (head.u16() !== 0) throw unsupported(space.path, 'compressed fractal heaps')
    head.skip(1)
    const maxManaged = head.u32()
    head.length()
    this.#hugeTree = head.offset()
    head.length()
    head.offset()
    head.skip(8 * space.lengthSize)
    this.#width = head.u16()
    this.#startSize = head.length()
    this.#maxDirect = head.length()
    const maxBits = head.u16()
    head.skip(2)
    this.#root = head.offset()
    this.#rows = head.u16()
    const powers = [this.#width, this.#startSize, this.#maxDirect].every((n) => n > 0 && Number.isInteger(Math.log2(n)))
    if (!powers || this.#maxDirect < this.#startSize || maxBits > 64) throw head.invalid('has invalid parameters')
    this.#offsetBytes = Math.ceil(maxBits / 8)
    this.#lengthBytes = Math.min(bytesFor(this.#maxDirect), bytesFor(maxManaged))
  }

  static read(space: Space, address: number): FractalHeap {
    return new FractalHeap(space, space.at(address, 22 + 12 * space.lengthSize + 3 * space.offsetSize, what))
  }

  /** The object with this identifier. */
  object(id: Cursor): Cursor {
    const first = id.u8()
    const kind = (first >> 4) & 3
    if (kind === 2) return id.sub((first & 15) + 1, what)
    if (kind === 1) return this.#huge(id)
    const offset = id.uint(this.#offsetBytes)
    const length = id.uint(this.#lengthBytes)
    if (this.#root === null) throw damaged(this.#space.path, `${what} is empty`)
    const block = this.#rows === 0 ? { address: this.#root, offset: 0 } : this.#block(this.#root, 0, this.#rows, offset)
    return this.#space.at(block.address + offset - block.offset, length, what)
  }

  /** The direct block at this offset, below an indirect block with that many rows that starts at `start`. */
  #block(
    indirect: number,
    start: number,
    rows: number,
    offset: number,
    depth = 0,
  ): { readonly address: number; readonly offset: number } {
    if (depth > 64 || rows > 64) throw damaged(this.#space.path, `${what} contains a cycle`)
    const { offsetSize } = this.#space
    let from = start
    for (let row = 0; row < rows; row++) {
      const size = this.#startSize * 2 ** Math.max(0, row - 1)
      if (offset >= from + size * this.#width) {
        from += size * this.#width
        continue
      }
      const column = Math.floor((offset - from) / size)
      const place = 5 + offsetSize + this.#offsetBytes + (row * this.#width + column) * offsetSize
      const head = this.#space.at(indirect, 4, what)
      head.expect('FHIB')
      const address = this.#space.at(indirect + place, offsetSize, what).address()
      const begins = from + column * size
      if (size <= this.#maxDirect) return { address, offset: begins }
      const inner = Math.log2(size / (this.#startSize * this.#width)) + 1
      return this.#block(address, begins, inner, offset, depth + 1)
    }
    throw damaged(this.#space.path, `${what} is shorter than an object in it`)
  }

  /** Objects too large for a block lie elsewhere; a B-tree (record type 1) locates them. */
  #huge(id: Cursor): Cursor {
    if (this.#hugeTree === null) throw damaged(this.#space.path, `${what} has no large objects`)
    const wanted = id.uint(Math.min(id.left, this.#space.lengthSize))
    for (const record of recordsOf(this.#space, this.#hugeTree)) {
      const address = record.address()
      const length = record.length()
      if (record.length() === wanted) return this.#space.at(address, length, what)
    }
    throw damaged(this.#space.path, `${what} lacks a large object`)
  }
}
