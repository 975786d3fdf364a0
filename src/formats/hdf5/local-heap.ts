import { Cursor } from './cursor.ts'
import type { Space } from './space.ts'

/** The names of an old-style group, by their place in it. */
export class LocalHeap {
  readonly #data: Cursor

  private constructor(data: Cursor) {
    this.#data = data
  }

  static async read(space: Space, address: number, signal?: AbortSignal): Promise<LocalHeap> {
    const what = 'a local heap'
    const head = await space.at(address, 8 + 2 * space.lengthSize + space.offsetSize, what, signal)
    head.expect('HEAP')
    head.skip(4)
    const size = head.length()
    head.length()
    return new LocalHeap(await space.at(head.address(), size, what, signal))
  }

  name(at: number): string {
    if (at >= this.#data.bytes.length) throw this.#data.invalid('is shorter than a name in it')
    const cursor = new Cursor(this.#data.bytes, this.#data.widths, this.#data.what)
    cursor.at = at
    return cursor.text()
  }
}
