import { crc32 } from './crc32.ts'
import type { ZipEntry } from './tree.ts'

const signature = 0x02014b50
/** Bytes before the name. */
const fixedSize = 46
/** The host system whose file types are in the upper half of the attributes. */
const unix = 3
/** A 32-bit field with this value has its 64 bits in the extra field. */
const full = 0xffff_ffff
const fieldIds = { zip64: 0x0001, unicodeName: 0x7075 }

interface Listed {
  readonly entry: ZipEntry
  /** False for folders and links. */
  readonly isFile: boolean
  /** The offset of the next entry. */
  readonly end: number
}

/**
 * Reads the entry at an offset of a central directory (APPNOTE 4.3.12); `null` if something else begins there. Raises a
 * `RangeError` if it is cut off.
 */
export function zipEntry(directory: DataView<ArrayBuffer>, at: number): Listed | null {
  if (directory.getUint32(at, true) !== signature) return null
  const u16 = (offset: number) => directory.getUint16(at + offset, true)
  const u32 = (offset: number) => directory.getUint32(at + offset, true)
  const nameAt = at + fixedSize
  const extraAt = nameAt + u16(28)
  const extraEnd = extraAt + u16(30)
  const rawName = new Uint8Array(directory.buffer, nameAt, u16(28))
  const extra = (id: number) => extraField(new DataView(directory.buffer, extraAt, u16(30)), id)
  const name = asciiName(rawName) ?? unicodeName(extra(fieldIds.unicodeName), rawName) ?? otherName(rawName)
  const sizes = [u32(24), u32(20), u32(42)] as const
  const [inflated = 0, stored = 0, offset = 0] = sizes.includes(full) ? in64Bits(sizes, extra(fieldIds.zip64)) : sizes
  const attributes = u32(38)
  const type = u16(4) >>> 8 === unix ? attributes >>> 28 : 0
  return {
    entry: { name, offset, method: u16(10), stored, inflated, crc32: u32(16), encrypted: (u16(8) & 1) === 1 },
    isFile: !name.endsWith('/') && (attributes & 0x10) === 0 && type !== 0x4 && type !== 0xa,
    end: extraEnd + u16(32),
  }
}

function extraField(extra: DataView<ArrayBuffer>, id: number): DataView<ArrayBuffer> | null {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const size = extra.getUint16(at + 2, true)
    if (at + 4 + size > extra.byteLength) break
    if (extra.getUint16(at, true) === id) return new DataView(extra.buffer, extra.byteOffset + at + 4, size)
    at += 4 + size
  }
  return null
}

/** Replaces the fields that are full by their 64-bit values, which the extra field has in the same order. */
function in64Bits(fields: readonly number[], extra: DataView | null): readonly number[] {
  let at = 0
  return fields.map((value) => {
    if (value !== full || extra === null || at + 8 > extra.byteLength) return value
    at += 8
    return Number(extra.getBigUint64(at - 8, true))
  })
}

function asciiName(bytes: Uint8Array): string | null {
  return bytes.every((byte) => byte < 0x80) ? String.fromCharCode(...bytes) : null
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The name in UTF-8 beside one in another encoding, if it still belongs to that name (APPNOTE 4.6.9). */
function unicodeName(field: DataView<ArrayBuffer> | null, rawName: Uint8Array): string | null {
  if (field === null || field.byteLength < 5 || field.getUint32(1, true) !== crc32(rawName)) return null
  return otherName(new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5))
}

/** The second half of code page 437, in which DOS and old programs write names. */
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Many programs write UTF-8 without stating it, so whatever is valid UTF-8 is read as that. */
function otherName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (cp437[byte - 0x80] ?? ''))).join('')
  }
}
