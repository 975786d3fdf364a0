const primes = firstPrimes(64)
const roundConstants = Uint32Array.from(primes, (p) => fraction(Math.cbrt(p)))
const initial = Uint32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)))

/**
 * SHA-256 (FIPS 180-4) of the parts one after another, as hexadecimal digits. Written out because `crypto.subtle` is
 * missing on pages that are served without TLS from another machine.
 */
export function sha256(...parts: readonly Uint8Array[]): string {
  const state = Uint32Array.from(initial)
  const words = new Uint32Array(64)
  const block = new Uint8Array(64)
  let filled = 0
  let total = 0
  const push = (bytes: Uint8Array) => {
    let offset = 0
    while (offset < bytes.length) {
      const count = Math.min(64 - filled, bytes.length - offset)
      block.set(bytes.subarray(offset, offset + count), filled)
      filled += count
      offset += count
      if (filled < 64) break
      compress(state, words, block)
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
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

function compress(state: Uint32Array, w: Uint32Array, block: Uint8Array): void {
  const view = new DataView(block.buffer)
  const at = (i: number) => w[i] ?? 0
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(t * 4)
  for (let t = 16; t < 64; t++) {
    const x = at(t - 15)
    const y = at(t - 2)
    w[t] =
      at(t - 16) + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + at(t - 7) + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const t1 =
      (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + at(t)) | 0
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
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + value
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
