import { type Crc32cKernel, createKernel, step } from './crc32c-kernel.ts'

/** 256 entries for each byte of a step: entry n of table k is the effect of byte n followed by k zero bytes. */
const tables = new Int32Array(step * 256)
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1
  tables[n] = c
}
for (let i = 256; i < tables.length; i++) {
  const c = tables[i - 256] as number
  tables[i] = (tables[c & 0xff] as number) ^ (c >>> 8)
}

/** Created for the first input long enough to benefit; `null` in browsers and pages without WebAssembly SIMD. */
let made: Crc32cKernel | null | undefined

function kernelOf(): Crc32cKernel | null {
  if (made !== undefined) return made
  try {
    made = createKernel(tables)
  } catch {
    made = null
  }
  return made
}

/** Shorter inputs finish before a kernel call would. */
const long = 1024

/** CRC-32C (Castagnoli, RFC 3720) of chunks: start with 0, pass the last result back in. About 20 ms for 100 MB. */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  const kernel = bytes.length < long ? null : kernelOf()
  if (kernel === null) return ~updated(~previous, bytes) >>> 0
  const whole = bytes.length - (bytes.length % step)
  return ~updated(kernel(~previous, bytes.subarray(0, whole)), bytes.subarray(whole)) >>> 0
}

/** Updates the register byte by byte. */
export function updated(register: number, bytes: Uint8Array): number {
  const t = tables
  let c = register
  for (let i = 0; i < bytes.length; i++) c = (t[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8)
  return c
}

/**
 * LevelDB and TensorFlow store checksums rotated and offset ("masked"), because a CRC of data that contains CRCs is
 * weak.
 */
export function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}
