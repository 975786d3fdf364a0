/** Number of first bytes needed to detect archives and for `describeBytes`. */
export const magicLength = 512

export function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte)
}

/**
 * A tar header has a checksum: the sum of its 512 bytes, with the checksum field read as blanks (POSIX.1-1988, ustar).
 */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < 512 || block[0] === 0) return false
  const stated = octal(block, 148, 8)
  let sum = 0
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0)
  return stated === sum
}

/** A number in a tar header: octal digits, or big-endian binary if the top bit is set (GNU, for sizes over 8 GiB). */
export function octal(block: Uint8Array, start: number, length: number): number {
  const first = block[start] ?? 0
  if (first >= 0x80) {
    let value = first & 0x7f
    for (let i = start + 1; i < start + length; i++) value = value * 256 + (block[i] ?? 0)
    return value
  }
  const digits = /^ *([0-7]+)/.exec(latin1(block.subarray(start, start + length)))?.[1]
  return digits === undefined ? Number.NaN : Number.parseInt(digits, 8)
}

export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

export const hdf5Magic = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const

const signatures: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive' },
  { magic: [0x1f, 0x8b], what: 'gzip-compressed data' },
  { magic: [0x89, 0x48, 0x44, 0x46], what: 'an HDF5 file' },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture' },
  { magic: [0xff, 0xd8, 0xff], what: 'a JPEG picture' },
  { magic: [0x47, 0x49, 0x46, 0x38], what: 'a GIF picture' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { magic: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], what: 'a NumPy array' },
]

/** Whether this is the text file that Git LFS leaves in place of a large one. */
export function isLfsPointer(head: Uint8Array): boolean {
  return latin1(head.subarray(0, 40)).startsWith('version https://git-lfs.github.com/spec/')
}

export function isHtml(head: Uint8Array): boolean {
  return /^(\u00ef\u00bb\u00bf)?\s*<(!doctype html|html|head|body|!--)/i.test(latin1(head.subarray(0, 256)))
}

/** Describes a file by its first bytes, for messages: `an HTML page`. Empty if unknown. */
export function describeBytes(head: Uint8Array): string {
  if (head.length === 0) return 'empty'
  if (isLfsPointer(head)) return 'a Git LFS pointer, not the file itself'
  if (isHtml(head)) return 'an HTML page'
  const known = signatures.find(({ magic }) => startsWith(head, magic))
  if (known !== undefined) return known.what
  if (/^\s*<\?xml/.test(latin1(head.subarray(0, 64)))) return 'an XML document'
  return head.subarray(0, magicLength).includes(0) ? 'binary data' : ''
}

/** The hint for a file that `describeBytes` recognised. */
export function hintFor(head: Uint8Array): string {
  if (isLfsPointer(head)) return 'Run "git lfs pull" in the checkout, or download the file itself, and drop that.'
  if (isHtml(head))
    return 'A web page, such as a login or error page, was probably saved in its place. Download the raw file.'
  return 'The file is probably incomplete, or its name is wrong. Copy or download it again.'
}
