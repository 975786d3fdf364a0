const mask = 0xffffffffffffffffn

function rotate(x: bigint, bits: bigint): bigint {
  return ((x << bits) | (x >> (64n - bits))) & mask
}

/** SipHash-2-4 (Aumasson, Bernstein), 64 bits; `key` as two little-endian words. */
export function sipHash([k0, k1]: readonly [bigint, bigint], bytes: Uint8Array): bigint {
  let v0 = 0x736f6d6570736575n ^ k0
  let v1 = 0x646f72616e646f6dn ^ k1
  let v2 = 0x6c7967656e657261n ^ k0
  let v3 = 0x7465646279746573n ^ k1
  const round = (): void => {
    v0 = (v0 + v1) & mask
    v2 = (v2 + v3) & mask
    v1 = rotate(v1, 13n) ^ v0
    v3 = rotate(v3, 16n) ^ v2
    v0 = rotate(v0, 32n)
    v2 = (v2 + v1) & mask
    v0 = (v0 + v3) & mask
    v1 = rotate(v1, 17n) ^ v2
    v3 = rotate(v3, 21n) ^ v0
    v2 = rotate(v2, 32n)
  }
  const absorb = (word: bigint): void => {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }
  const whole = bytes.length - (bytes.length % 8)
  for (let i = 0; i < whole; i += 8) absorb(word(bytes, i, 8))
  absorb(word(bytes, whole, bytes.length % 8) | (BigInt(bytes.length & 0xff) << 56n))
  v2 ^= 0xffn
  for (let i = 0; i < 4; i++) round()
  return v0 ^ v1 ^ v2 ^ v3
}

function word(bytes: Uint8Array, from: number, length: number): bigint {
  let value = 0n
  for (let i = 0; i < length; i++) value |= BigInt(bytes[from + i] ?? 0) << BigInt(8 * i)
  return value
}
