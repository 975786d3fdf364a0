import type { Cursor } from './cursor.ts'
import type { Space } from './space.ts'

/** The names of an old-style group, by offset. */
export class LocalHeap {
  readonly #data: Cursor

  private constructor(data: Cursor) {
    this.#data = data
  }

  static read(space: Space, address: number): LocalHeap {
    const what = 'a local heap'
    const head = space.at(address, 8 + 2 * space.lengthSize + space.offsetSize, what)
    head.expect('HEAP')
    head.skip(4)
    const size = head.length()
    head.length()
    return new LocalHeap(space.at(head.address(), size, what))
  }

  name(at: number): string {
    const cursor = this.#data.again()
    if (at >= cursor.left) throw cursor.invalid('is shorter than a name in it')
    cursor.skip(at)
    return cursor.text()
  }
}
