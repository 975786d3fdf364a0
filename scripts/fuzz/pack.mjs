import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** @typedef {{ path: string, bytes: Uint8Array<ArrayBuffer> }} File */

/** Ways to pack a model into one file. @type {Readonly<Record<string, (files: readonly File[]) => File>>} */
export const packings = {
  zip: (files) => ({ path: 'model.zip', bytes: zip(files, true) }),
  'stored zip': (files) => ({ path: 'model.zip', bytes: zip(files, false) }),
  tar: (files) => ({ path: 'model.tar', bytes: tar(files) }),
  'tar.gz': (files) => ({ path: 'model.tar.gz', bytes: new Uint8Array(gzipSync(tar(files))) }),
  'zip in a zip': (files) => ({
    path: 'outer.zip',
    bytes: zip([{ path: 'inner/model.zip', bytes: zip(files, true) }], false),
  }),
}

/**
 * A zip with any names, however odd (APPNOTE 6.3: local headers, central directory, end record).
 * @param {readonly File[]} files
 * @param {boolean} deflated
 */
export function zip(files, deflated) {
  const locals = []
  const directory = []
  let offset = 0
  for (const { path, bytes } of files) {
    const name = Buffer.from(path)
    const content = deflated ? deflateRawSync(bytes) : Buffer.from(bytes)
    // Version needed, flags (UTF-8), method, time, date, CRC, sizes, length of the name, length of the extra field.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(deflated ? 8 : 0, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const at = Buffer.alloc(14)
    at.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, at, name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, content])
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...locals, list, end]))
}

/** A POSIX tar with any names and types. @param {readonly (File & { type?: string })[]} files */
export function tar(files) {
  const blocks = files.flatMap(({ path, bytes, type = '\0' }) => {
    const header = Buffer.alloc(512)
    header.write(path, 0, 100)
    header.write('0000644\0', 100)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write(`        ${type}`, 148)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

/** A zip whose directory lists one empty entry many times. @param {string} name @param {number} count */
export function sameNames(name, count) {
  const one = Buffer.from(zip([{ path: name, bytes: new Uint8Array(0) }], false))
  const start = one.indexOf('PK\x01\x02')
  const entry = one.subarray(start, one.length - 22)
  const end = Buffer.from(one.subarray(one.length - 22))
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(count * entry.length, 12)
  return new Uint8Array(Buffer.concat([one.subarray(0, start), ...new Array(count).fill(entry), end]))
}

/** A NumPy array, format version 2, with any header. @param {string} header @param {Uint8Array} values */
export function npy(header, values) {
  const text = Buffer.from(header)
  const head = Buffer.from('\x93NUMPY\x02\x00\x00\x00\x00\x00', 'latin1')
  head.writeUInt32LE(text.length, 8)
  return new Uint8Array(Buffer.concat([head, text, values]))
}
