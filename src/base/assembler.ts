/**
 * The subset of WebAssembly's binary format (core specification, chapter 5, with SIMD and relaxed SIMD) that arithmetic
 * kernels need. Generating kernels at run time needs no toolchain, and lets the device decide their shape (rows per
 * block, fused multiply-add).
 */

export type ValueType = 'i32' | 'f32' | 'v128'

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }
const noResult = 0x40

/** LEB128, unsigned. */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** LEB128, signed. */
function signed(value: number): readonly number[] {
  const rest = value >> 7
  const done = (rest === 0 && (value & 0x40) === 0) || (rest === -1 && (value & 0x40) !== 0)
  return done ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(rest)]
}

/** One-byte instructions. */
const plain = {
  i32And: 0x71,
  i32Add: 0x6a,
  i32GeS: 0x4e,
  i32GtS: 0x4a,
  i32Mul: 0x6c,
  i32ShiftLeft: 0x74,
  i32ShiftRight: 0x76,
  i32Sub: 0x6b,
  i32Xor: 0x73,
} as const

/** Vector instructions, after their prefix. */
const vector = {
  f32x4Add: 0xe4,
  f32x4Max: 0xe9,
  f32x4Min: 0xe8,
  f32x4Mul: 0xe6,
  f32x4Ne: 0x42,
  f32x4Pmax: 0xeb,
  f32x4Pmin: 0xea,
  f32x4RelaxedMadd: 0x105,
  f32x4Splat: 0x13,
  v128Or: 0x50,
  v128Xor: 0x51,
} as const

const vectorPrefix = 0xfd
/** Alignment is a hint; 1 byte is always valid. */
const unaligned = 0

/** Index of a function's local variable or parameter. */
export type Local = number & { readonly local: true }

/** The instructions of a function, in order. */
export class FunctionBody {
  readonly #bytes: number[] = []
  readonly #locals: ValueType[] = []
  readonly #parameters: readonly ValueType[]

  constructor(parameters: readonly ValueType[]) {
    this.#parameters = parameters
  }

  get parameters(): readonly ValueType[] {
    return this.#parameters
  }

  parameterLocals(): readonly Local[] {
    return this.#parameters.map((_, i) => i as Local)
  }

  local(type: ValueType): Local {
    return (this.#parameters.length + this.#locals.push(type) - 1) as Local
  }

  locals(count: number, type: ValueType): readonly Local[] {
    return Array.from({ length: count }, () => this.local(type))
  }

  get(local: Local): this {
    return this.#put(0x20, ...unsigned(local))
  }

  set(local: Local): this {
    return this.#put(0x21, ...unsigned(local))
  }

  i32(value: number): this {
    return this.#put(0x41, ...signed(value))
  }

  do(...instructions: readonly (keyof typeof plain | keyof typeof vector)[]): this {
    for (const name of instructions) {
      if (name in plain) this.#put(plain[name as keyof typeof plain])
      else this.#put(vectorPrefix, ...unsigned(vector[name as keyof typeof vector]))
    }
    return this
  }

  /** Loads 4 bytes from the address on the stack plus `offset`. */
  loadInteger(offset: number): this {
    return this.#put(0x28, unaligned, ...unsigned(offset))
  }

  /** Stores to the address below the integer on the stack. */
  storeInteger(offset: number): this {
    return this.#put(0x36, unaligned, ...unsigned(offset))
  }

  /** Loads 16 bytes from the address on the stack plus `offset`. */
  load(offset: number): this {
    return this.#put(vectorPrefix, 0, unaligned, ...unsigned(offset))
  }

  /** Loads 4 bytes from the address on the stack plus `offset`, into all four lanes. */
  loadSplat(offset: number): this {
    return this.#put(vectorPrefix, 9, unaligned, ...unsigned(offset))
  }

  /** Stores the vector on the stack to the address below it: all of it, its lower half, or its first lane. */
  store(lanes: 4 | 2 | 1, offset: number): this {
    if (lanes === 4) return this.#put(vectorPrefix, 11, unaligned, ...unsigned(offset))
    return this.#put(vectorPrefix, lanes === 2 ? 0x5b : 0x5a, unaligned, ...unsigned(offset), 0)
  }

  /** Duplicates a vector's upper half into both halves. */
  upperHalf(vector: Local): this {
    const bytes = [8, 9, 10, 11, 12, 13, 14, 15]
    return this.get(vector)
      .get(vector)
      .#put(vectorPrefix, 13, ...bytes, ...bytes)
  }

  /** Repeats `body` while `again` leaves a non-zero value on the stack. */
  repeat(body: () => void, again: () => void): this {
    this.#put(0x03, noResult)
    body()
    again()
    return this.#put(0x0d, 0, 0x0b)
  }

  /** Branches on the value on the stack. */
  when(then: () => void, otherwise?: () => void): this {
    this.#put(0x04, noResult)
    then()
    if (otherwise !== undefined) {
      this.#put(0x05)
      otherwise()
    }
    return this.#put(0x0b)
  }

  /** Local declarations, instructions, end. */
  encode(): readonly number[] {
    const locals = this.#locals.flatMap((type) => [1, typeCodes[type]])
    return [...unsigned(this.#locals.length), ...locals, ...this.#bytes, 0x0b]
  }

  #put(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }
}

/** A module that imports `env.memory` and exports functions without results. */
export function moduleOf(functions: Readonly<Record<string, FunctionBody>>): Uint8Array<ArrayBuffer> {
  const bodies = Object.values(functions)
  const vectorOf = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()]
  const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes]
  const named = (name: string) => sized([...new TextEncoder().encode(name)])
  const section = (id: number, items: readonly (readonly number[])[]) => [id, ...sized(vectorOf(items))]
  const types = bodies.map(({ parameters }) => [0x60, ...vectorOf(parameters.map((type) => [typeCodes[type]])), 0])
  const memory = [...named('env'), ...named('memory'), 0x02, 0x00, 1]
  const exports = Object.keys(functions).map((name, i) => [...named(name), 0x00, ...unsigned(i)])
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      bodies.map((_, i) => unsigned(i)),
    ),
    ...section(7, exports),
    ...section(
      10,
      bodies.map((body) => sized(body.encode())),
    ),
  ])
}
