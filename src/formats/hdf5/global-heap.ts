import type { Cursor } from './cursor.ts'
import { damaged } from './errors.ts'
import type { Space } from './space.ts'

/** Collections kept in memory; the texts of one attribute usually share one. */
const kept = 16

/** Variable-length texts live in collections anywhere in the file. */
export class GlobalHeap {
  readonly #space: Space
  readonly #collections = new Map<number, ReadonlyMap<number, Uint8Array>>()

  constructor(space: Space) {
    this.#space = space
  }

  /** The bytes of a variable-length element; the cursor points at its length, address and index. */
  element(cursor: Cursor): Uint8Array {
    const length = cursor.u32()
    const address = cursor.offset()
    const index = cursor.u32()
    if (length === 0 || address === null || address === 0) return new Uint8Array(0)
    const object = this.#collection(address).get(index)
    if (object === undefined || object.length < length)
      throw damaged(this.#space.path, `a string of ${length} bytes is missing from the heap`)
    return object.subarray(0, length)
  }

  #collection(address: number): ReadonlyMap<number, Uint8Array> {
    const held = this.#collections.get(address)
    if (held !== undefined) return held
    const read = readCollection(this.#space, address)
    this.#collections.set(address, read)
    const [oldest] = this.#collections.keys()
    if (this.#collections.size > kept && oldest !== undefined) this.#collections.delete(oldest)
    return read
  }
}

function readCollection(space: Space, address: number): ReadonlyMap<number, Uint8Array> {
  const what = 'a string heap'
  const head = space.at(address, 8 + space.lengthSize, what)
  head.expect('GCOL')
  head.skip(4)
  const all = space.at(address, head.length(), what)
  all.skip(head.at)
  const objects = new Map<number, Uint8Array>()
  while (all.left >= 8 + space.lengthSize) {
    const index = all.u16()
    all.skip(6)
    const size = all.length()
    // Object 0 is the free space; it extends to the end.
    if (index === 0) break
    objects.set(index, all.take(size).slice())
    all.skip(Math.min(all.left, -size & 7))
  }
  return objects
}
