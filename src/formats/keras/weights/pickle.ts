import { EngineError } from '../../../base/errors.ts'

/** A pickle's content as plain data. Nothing is executed: a call is kept as the name of its target. */
export type Pickled =
  | string
  | number
  | boolean
  | null
  | readonly Pickled[]
  | ReadonlyMap<Pickled, Pickled>
  | PickledBytes
  | PickledName
  | PickledCall

/** Bytes [start, end) of the stream. */
export class PickledBytes {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

/** A class or function, by module and name. */
export class PickledName {
  constructor(readonly name: string) {}
}

export class PickledCall {
  state: Pickled = null
  constructor(
    readonly callee: Pickled,
    readonly args: Pickled,
  ) {}
}

const mark = Symbol('mark')
type Item = Pickled | typeof mark

/** Parses a pickle of protocol 2 to 5 as data. `path` is for messages. Raises `model-invalid`. */
export function readPickle(bytes: Uint8Array, path: string): Pickled {
  return new Reader(bytes, path).read()
}

class Reader {
  #at = 0
  readonly #view: DataView
  readonly #stack: Item[] = []
  readonly #memo = new Map<number, Pickled>()

  constructor(
    readonly bytes: Uint8Array,
    readonly path: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  read(): Pickled {
    for (;;) {
      const code = this.#uint(1)
      if (code === 0x2e) return this.#pop()
      this.#step(code)
    }
  }

  #step(code: number): void {
    const constant = constants.get(code)
    if (constant !== undefined) this.#stack.push(constant)
    else if (code === 0x28) this.#stack.push(mark)
    else if (code === 0x5d || code === 0x29 || code === 0x8f) this.#stack.push([])
    else if (code === 0x7d) this.#stack.push(new Map<Pickled, Pickled>())
    else if (!this.#literal(code) && !this.#memory(code) && !this.#container(code) && !this.#object(code))
      throw this.#damaged(`it uses opcode 0x${code.toString(16)}, which arrays never need`)
  }

  /** Opcodes for numbers, texts and bytes, and for framing. */
  #literal(code: number): boolean {
    const sized = sizedOf.get(code)
    if (sized !== undefined) {
      const length = this.#uint(sized.width)
      const start = this.#take(length)
      this.#stack.push(
        sized.kind === 'bytes'
          ? new PickledBytes(start, start + length)
          : sized.kind === 'text'
            ? new TextDecoder().decode(this.bytes.subarray(start, start + length))
            : integer(this.bytes.subarray(start, start + length)),
      )
    } else if (code === 0x4a) this.#stack.push(this.#view.getInt32(this.#take(4), true))
    else if (code === 0x4b) this.#stack.push(this.#uint(1))
    else if (code === 0x4d) this.#stack.push(this.#uint(2))
    else if (code === 0x47) this.#stack.push(this.#view.getFloat64(this.#take(8)))
    else if (code === 0x80) this.#take(1)
    else if (code === 0x95) this.#take(8)
    else return false
    return true
  }

  #memory(code: number): boolean {
    if (code === 0x94) this.#memo.set(this.#memo.size, this.#top())
    else if (code === 0x71) this.#memo.set(this.#uint(1), this.#top())
    else if (code === 0x72) this.#memo.set(this.#uint(4), this.#top())
    else if (code === 0x68 || code === 0x6a) {
      const value = this.#memo.get(this.#uint(code === 0x68 ? 1 : 4))
      if (value === undefined) throw this.#damaged('it refers to an unknown object')
      this.#stack.push(value)
    } else return false
    return true
  }

  #container(code: number): boolean {
    if (code >= 0x85 && code <= 0x87) {
      const items = Array.from({ length: code - 0x84 }, () => this.#pop())
      this.#stack.push(items.reverse())
    } else if (code === 0x74) this.#stack.push(this.#popMarked())
    else if (code === 0x61) this.#extend([this.#pop()])
    else if (code === 0x65 || code === 0x90) this.#extend(this.#popMarked())
    else if (code === 0x73) {
      const value = this.#pop()
      this.#put([this.#pop(), value])
    } else if (code === 0x75) this.#put(this.#popMarked())
    else return false
    return true
  }

  #object(code: number): boolean {
    if (code === 0x63) {
      const module = this.#line()
      this.#stack.push(new PickledName(`${module}.${this.#line()}`))
    } else if (code === 0x93) {
      const name = this.#pop()
      this.#stack.push(new PickledName(`${this.#pop()}.${name}`))
    } else if (code === 0x52 || code === 0x81) {
      const args = this.#pop()
      this.#stack.push(new PickledCall(this.#pop(), args))
    } else if (code === 0x92) {
      const named = this.#pop()
      const args = this.#pop()
      this.#stack.push(new PickledCall(this.#pop(), [args, named]))
    } else if (code === 0x62) {
      const state = this.#pop()
      const call = this.#top()
      if (!(call instanceof PickledCall)) throw this.#damaged('it sets the state of an object that has none')
      call.state = state
    } else return false
    return true
  }

  #extend(items: readonly Pickled[]): void {
    const list = this.#top()
    if (!Array.isArray(list)) throw this.#damaged('it appends to something that is not a list')
    for (const item of items) (list as Pickled[]).push(item)
  }

  #put(pairs: readonly Pickled[]): void {
    const map = this.#top()
    if (!(map instanceof Map)) throw this.#damaged('it adds to something that is not a dictionary')
    for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs[i] ?? null, pairs[i + 1] ?? null)
  }

  #pop(): Pickled {
    const item = this.#stack.pop()
    if (item === undefined || item === mark) throw this.#damaged('its stack is empty')
    return item
  }

  #top(): Pickled {
    const item = this.#stack.at(-1)
    if (item === undefined || item === mark) throw this.#damaged('its stack is empty')
    return item
  }

  #popMarked(): readonly Pickled[] {
    const from = this.#stack.lastIndexOf(mark)
    if (from < 0) throw this.#damaged('its stack is empty')
    return this.#stack.splice(from).slice(1) as Pickled[]
  }

  #uint(width: number): number {
    const start = this.#take(width)
    let value = 0
    for (let i = width - 1; i >= 0; i--) value = value * 256 + (this.bytes[start + i] ?? 0)
    return value
  }

  #line(): string {
    const end = this.bytes.indexOf(0x0a, this.#at)
    if (end < 0) throw this.#damaged('it ends too early')
    const text = new TextDecoder().decode(this.bytes.subarray(this.#at, end))
    this.#at = end + 1
    return text
  }

  #take(length: number): number {
    const start = this.#at
    if (start + length > this.bytes.length) throw this.#damaged('it ends too early')
    this.#at = start + length
    return start
  }

  #damaged(what: string): EngineError {
    return new EngineError(
      'model-invalid',
      `${this.path} should hold arrays pickled by NumPy, but ${what}.`,
      'Save the model again with h5py installed, so that its weights are stored in HDF5.',
    )
  }
}

const constants: ReadonlyMap<number, Pickled> = new Map<number, Pickled>([
  [0x4e, null],
  [0x88, true],
  [0x89, false],
])

interface Sized {
  readonly kind: 'bytes' | 'text' | 'integer'
  /** Bytes prefixed with their length. */
  readonly width: number
}

const sizedOf: ReadonlyMap<number, Sized> = new Map([
  [0x43, { kind: 'bytes', width: 1 }],
  [0x42, { kind: 'bytes', width: 4 }],
  [0x8e, { kind: 'bytes', width: 8 }],
  [0x96, { kind: 'bytes', width: 8 }],
  [0x8c, { kind: 'text', width: 1 }],
  [0x58, { kind: 'text', width: 4 }],
  [0x8d, { kind: 'text', width: 8 }],
  [0x8a, { kind: 'integer', width: 1 }],
  [0x8b, { kind: 'integer', width: 4 }],
])

/** Two's complement, little-endian, of any length. */
function integer(bytes: Uint8Array): number {
  let value = 0
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + (bytes[i] ?? 0)
  return (bytes.at(-1) ?? 0) >= 0x80 ? value - 256 ** bytes.length : value
}
