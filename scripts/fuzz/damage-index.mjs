/** A LevelDB table ends with a footer: two handles (offset and size, varints), zeros, and eight magic bytes. */
const footerSize = 48

/**
 * Damages blocks of a checkpoint index and fixes their checksums, so that the code behind the checksum test is reached.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {() => number} random
 * @param {(bytes: Uint8Array) => number} crc32c
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function damageIndex(bytes, random, crc32c) {
  const copy = bytes.slice()
  const blocks = blocksOf(bytes)
  const [start, size] = blocks[Math.floor(random() * blocks.length)] ?? [0, bytes.length]
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = start + Math.floor(random() * size)
    copy[at] = random() < 0.5 ? Math.floor(random() * 256) : (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  }
  const view = new DataView(copy.buffer)
  for (const [from, length] of blocks) {
    const crc = crc32c(copy.subarray(from, from + length + 1))
    // Masked as in LevelDB: rotated, plus a constant.
    view.setUint32(from + length + 1, (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0, true)
  }
  return copy
}

/** @param {Uint8Array} bytes of a valid table @returns {[offset: number, size: number][]} */
function blocksOf(bytes) {
  const footer = varints(bytes, bytes.length - footerSize, 4)
  const index = /** @type {[number, number]} */ (footer.slice(2))
  const blocks = [/** @type {[number, number]} */ (footer.slice(0, 2)), index]
  const end = index[0] + index[1]
  const restarts = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getUint32(0, true)
  for (let at = index[0]; at < end - 4 - 4 * restarts; ) {
    const [, unshared = 0, length = 0] = varints(bytes, at, 3)
    at += 3 + unshared
    blocks.push(/** @type {[number, number]} */ (varints(bytes, at, 2)))
    at += length
  }
  return blocks
}

/** @param {Uint8Array} bytes @param {number} at @param {number} count */
function varints(bytes, at, count) {
  const values = []
  for (let left = count; left > 0; left--) {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) break
    }
    values.push(value)
  }
  return values
}
