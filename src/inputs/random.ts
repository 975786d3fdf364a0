/**
 * Pseudorandom numbers in [0, 1), reproducible from the seed: a Weyl sequence through the 32-bit finaliser of
 * MurmurHash3 (Austin Appleby, public domain). For test inputs, not for cryptography.
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let x = state
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32
  }
}
