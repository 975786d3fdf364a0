const primes = firstPrimes(64)
// Signed throughout: engines keep 32-bit signed integers unboxed, but larger ones as floats.
const roundConstants = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)) | 0)
const initial = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)) | 0)

/**
 * SHA-256 (FIPS 180-4) of the concatenated parts, as hexadecimal digits. Implemented here because `crypto.subtle` is
 * missing on pages served without TLS from another machine.
 */
export function sha256(...parts: readonly Uint8Array[]): string {
  const state = Int32Array.from(initial)
  const words = new Int32Array(64)
  const block = new Uint8Array(64)
  let filled = 0
  let total = 0
  const push = (bytes: Uint8Array) => {
    let offset = 0
    while (offset < bytes.length) {
      if (filled === 0 && bytes.length - offset >= 64) {
        compress(state, words, bytes, offset)
        offset += 64
        continue
      }
      const count = Math.min(64 - filled, bytes.length - offset)
      block.set(bytes.subarray(offset, offset + count), filled)
      filled += count
      offset += count
      if (filled < 64) break
      compress(state, words, block, 0)
      filled = 0
    }
  }
  for (const part of parts) {
    push(part)
    total += part.length
  }
  const end = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8)
  end[0] = 0x80
  const view = new DataView(end.buffer)
  view.setUint32(end.length - 8, Math.floor((total * 8) / 2 ** 32))
  view.setUint32(end.length - 4, (total * 8) >>> 0)
  push(end)
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/**
 * SHA-256 through `crypto.subtle` if the browser has it, which runs off this thread: otherwise, a file of a few
 * megabytes takes 0.1 s.
 */
export async function sha256Beside(...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return sha256(...parts)
  const [only] = parts
  const joined = parts.length === 1 && only !== undefined ? only : join(parts)
  const digest = new Uint8Array(await subtle.digest('SHA-256', joined))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function compress(state: Int32Array, w: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let t = 0, i = offset; t < 16; t++, i += 4)
    w[t] =
      ((bytes[i] as number) << 24) |
      ((bytes[i + 1] as number) << 16) |
      ((bytes[i + 2] as number) << 8) |
      (bytes[i + 3] as number)
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15] as number
    const y = w[t - 2] as number
    w[t] =
      ((w[t - 16] as number) +
        (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
        (w[t - 7] as number) +
        (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) |
      0
  }
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let e = state[4] as number
  let f = state[5] as number
  let g = state[6] as number
  let h = state[7] as number
  for (let t = 0; t < 64; t++) {
    const k = roundConstants[t] as number
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + k + (w[t] as number)) | 0
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const changes = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i] as number) + (changes[i] as number)
}

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}
