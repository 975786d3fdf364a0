/** @typedef {(bytes: Uint8Array<ArrayBuffer>, random: () => number) => Uint8Array<ArrayBuffer>} Damage */

/** @param {number} limit @param {() => number} random an integer below `limit` */
const below = (limit, random) => Math.floor(random() * limit)

/**
 * Hits the ends, where headers and directories are, as often as all the rest.
 * @param {number} size
 * @param {() => number} random
 */
function place(size, random) {
  const where = random()
  const edge = Math.min(size, 256)
  if (where < 0.25) return below(edge, random)
  return where < 0.5 ? size - 1 - below(edge, random) : below(size, random)
}

/** Kinds of damage to a file. @type {Readonly<Record<string, Damage>>} */
export const damages = {
  'bit flips': (bytes, random) => {
    const copy = bytes.slice()
    for (let times = 1 + below(8, random); times > 0; times--) {
      const at = place(copy.length, random)
      copy[at] = (copy[at] ?? 0) ^ (1 << below(8, random))
    }
    return copy
  },
  'wild bytes': (bytes, random) => {
    const copy = bytes.slice()
    const at = place(copy.length, random)
    const length = Math.min(1 + below(16, random), copy.length - at)
    const value = random() < 0.5 ? 0xff : below(256, random)
    return copy.fill(value, at, at + length)
  },
  cut: (bytes, random) => bytes.slice(0, below(bytes.length, random)),
  'missing middle': (bytes, random) => {
    const at = place(bytes.length, random)
    const end = Math.min(bytes.length, at + 1 + below(512, random))
    const copy = new Uint8Array(bytes.length - (end - at))
    copy.set(bytes.subarray(0, at))
    copy.set(bytes.subarray(end), at)
    return copy
  },
  'swapped blocks': (bytes, random) => {
    const copy = bytes.slice()
    const length = 1 + below(Math.min(1024, Math.ceil(bytes.length / 2)), random)
    const [a, b] = [below(bytes.length - length + 1, random), below(bytes.length - length + 1, random)]
    copy.set(bytes.subarray(a, a + length), b)
    copy.set(bytes.subarray(b, b + length), a)
    return copy
  },
}
