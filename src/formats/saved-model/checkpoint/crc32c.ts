/** Eight tables of 256: entry n of table k is the effect of byte n with k zero bytes after it. */
const tables = new Int32Array(8 * 256)
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1
  tables[n] = c
}
for (let i = 256; i < tables.length; i++) {
  const c = tables[i - 256] as number
  tables[i] = (tables[c & 0xff] as number) ^ (c >>> 8)
}

const none = new Int32Array(0)

/**
 * CRC-32C (Castagnoli, RFC 3720) of chunks: pass the last result back in; start with 0. Eight bytes a step ("slicing by
 * 8", Kounavis and Berry 2005): 100 MB take about 0.1 s.
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  const t = tables
  let c = ~previous
  let i = 0
  const head = Math.min(bytes.length, (4 - (bytes.byteOffset & 3)) & 3)
  for (; i < head; i++) c = (t[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8)
  const pairs = (bytes.length - i) >> 3
  const words = pairs === 0 ? none : new Int32Array(bytes.buffer, bytes.byteOffset + i, pairs * 2)
  for (let p = 0; p < words.length; p += 2) {
    const x = (words[p] as number) ^ c
    const y = words[p + 1] as number
    c =
      (t[1792 | (x & 0xff)] as number) ^
      (t[1536 | ((x >>> 8) & 0xff)] as number) ^
      (t[1280 | ((x >>> 16) & 0xff)] as number) ^
      (t[1024 | (x >>> 24)] as number) ^
      (t[768 | (y & 0xff)] as number) ^
      (t[512 | ((y >>> 8) & 0xff)] as number) ^
      (t[256 | ((y >>> 16) & 0xff)] as number) ^
      (t[y >>> 24] as number)
  }
  for (i += pairs * 8; i < bytes.length; i++) c = (t[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8)
  return ~c >>> 0
}

/** LevelDB and TensorFlow store checksums rotated and shifted ("masked"), lest data that holds checksums weakens them. */
export function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}
