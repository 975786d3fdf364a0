const table = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1
  return c
})

/**
 * CRC-32C (RFC 3720), masked as in LevelDB and TensorFlow.
 * @param {Uint8Array} bytes
 */
export function maskedCrc32c(bytes) {
  let c = -1
  for (const byte of bytes) c = /** @type {number} */ (table[(c ^ byte) & 0xff]) ^ (c >>> 8)
  const crc = ~c >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
