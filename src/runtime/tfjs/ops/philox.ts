/** Four 32-bit words. */
type Block = readonly [number, number, number, number]

/** The generator's state: a key of two words, a counter of four. */
export interface Philox {
  readonly key: readonly [number, number]
  readonly counter: Block
}

/** Low and high word of the product of two 32-bit words. */
function product(x: number, y: number): readonly [number, number] {
  const whole = BigInt(x >>> 0) * BigInt(y >>> 0)
  return [Number(whole & 0xffffffffn), Number(whole >> 32n)]
}

/** Philox 4×32 with ten rounds (Salmon et al., 2011), as in TensorFlow's CPU kernels. */
export function philox({ key, counter }: Philox): Block {
  let [k0, k1] = key
  let [c0, c1, c2, c3] = counter
  for (let round = 0; round < 10; round++) {
    const [low0, high0] = product(0xd2511f53, c0)
    const [low1, high1] = product(0xcd9e8d57, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + 0x9e3779b9) >>> 0
    k1 = (k1 + 0xbb67ae85) >>> 0
  }
  return [c0, c1, c2, c3]
}

/** The generator that TensorFlow creates for a seed of two integers. */
export function seeded(first: number, second: number): Philox {
  const words = (seed: number): readonly [number, number] => {
    const whole = BigInt.asUintN(64, BigInt(seed))
    return [Number(whole & 0xffffffffn), Number(whole >> 32n)]
  }
  const mixed = philox({
    key: [0x3ec8f720, 0x02461e29],
    counter: [...words(first), ...words(second)] as unknown as Block,
  })
  return { key: [mixed[0], mixed[1]], counter: [0, 0, mixed[2], mixed[3]] }
}

/** The generator after `blocks` blocks of four words. */
export function skipped({ key, counter }: Philox, blocks: number): Philox {
  const words: number[] = []
  let carry = blocks
  for (const word of counter) {
    words.push((word + carry) % 2 ** 32)
    carry = Math.floor((word + carry) / 2 ** 32)
  }
  return { key, counter: words as unknown as Block }
}

/** The next `count` words, or all of them, four per counter step. */
export function* randomWords(generator: Philox, count = Number.POSITIVE_INFINITY): Generator<number, never> {
  let state = generator
  for (let i = 0; i < count; i += 4) {
    yield* philox(state).slice(0, count - i)
    state = skipped(state, 1)
  }
  return undefined as never
}
