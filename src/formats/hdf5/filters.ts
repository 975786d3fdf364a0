import { EngineError } from '../../base/errors.ts'
import { decompressed } from '../../files/inflate.ts'
import type { Cursor } from './cursor.ts'
import { damaged, unsupported } from './errors.ts'

export interface Filter {
  readonly id: number
  readonly name: string
  readonly values: readonly number[]
}

/** Filters that are not supported, by registered number. */
const otherFilters: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'n-bit',
  6: 'scale-offset',
  307: 'bzip2',
  32000: 'LZF',
  32001: 'Blosc',
  32004: 'LZ4',
  32015: 'Zstandard',
}

/** Reads a filter pipeline message, versions 1 and 2 (IV.A.2.l), in the order in which the filters were applied. */
export function readFilters(cursor: Cursor): readonly Filter[] {
  const version = cursor.u8()
  const count = cursor.u8()
  if (version !== 1 && version !== 2) throw cursor.invalid(`has a filter pipeline of version ${version}`)
  if (version === 1) cursor.skip(6)
  return Array.from({ length: count }, () => {
    const id = cursor.u16()
    const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0
    cursor.skip(2)
    const values = cursor.u16()
    const name = new TextDecoder().decode(cursor.take(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength))
    const filter = { id, name: name.replace(/\0.*$/s, ''), values: Array.from({ length: values }, () => cursor.u32()) }
    if (version === 1 && values % 2 === 1) cursor.skip(4)
    return filter
  })
}

/**
 * Undoes a chunk's filters, last one first; a set bit in `mask` means that filter was skipped. `size`: expected bytes
 * of the result. Raises `known-but-unsupported` naming the filter, `checksum-mismatch`, `model-invalid`.
 */
export async function unfilter(
  stored: Uint8Array<ArrayBuffer>,
  filters: readonly Filter[],
  mask: number,
  size: number,
  elementSize: number,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = stored
  for (let i = filters.length - 1; i >= 0; i--) {
    const filter = filters[i] as Filter
    if ((mask >>> i) & 1) continue
    // A four-byte checksum may follow the inflated data.
    if (filter.id === 1) bytes = await inflate(bytes, size + 4, path)
    else if (filter.id === 2) bytes = unshuffle(bytes, filter.values[0] || elementSize)
    else if (filter.id === 3) bytes = checkFletcher32(bytes, path)
    else
      throw unsupported(path, `the filter ${otherFilters[filter.id] ?? `${filter.name} (number ${filter.id})`.trim()}`)
  }
  if (bytes.length !== size) throw damaged(path, `a chunk should have ${size} bytes, but decodes to ${bytes.length}`)
  return bytes
}

/** Inflates zlib data to at most `most` bytes. */
async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const reader = decompressed([bytes].values(), 'deflate').getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > most) throw damaged(path, `a chunk inflates to more than its ${most} bytes`)
      parts.push(value)
    }
  } catch (error) {
    throw error instanceof EngineError ? error : damaged(path, 'the compressed data of a chunk cannot be inflated')
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/**
 * Unshuffles: the first bytes of all elements come first, then all second bytes, and so on; a trailing partial element
 * stays in place.
 */
function unshuffle(bytes: Uint8Array<ArrayBuffer>, elementSize: number): Uint8Array<ArrayBuffer> {
  const count = Math.floor(bytes.length / elementSize)
  if (elementSize <= 1 || count <= 1) return bytes
  const out = new Uint8Array(bytes.length)
  for (let byte = 0; byte < elementSize; byte++) {
    const from = byte * count
    for (let i = 0; i < count; i++) out[i * elementSize + byte] = bytes[from + i] as number
  }
  out.set(bytes.subarray(count * elementSize), count * elementSize)
  return out
}

/**
 * Fletcher's checksum over big-endian 16-bit words, stored in the last four bytes; some versions of the library swap
 * its bytes.
 */
function checkFletcher32(bytes: Uint8Array<ArrayBuffer>, path: string): Uint8Array<ArrayBuffer> {
  const data = bytes.subarray(0, Math.max(0, bytes.length - 4))
  const stated = new DataView(bytes.buffer, bytes.byteOffset + data.length, bytes.length - data.length)
  if (stated.byteLength < 4) throw damaged(path, 'a chunk is shorter than its checksum')
  let low = 0
  let high = 0
  for (let i = 0; i < data.length; i += 2) {
    low = folded(low + ((data[i] as number) << 8) + (data[i + 1] ?? 0))
    high = folded(high + low)
  }
  const sum = ((high << 16) | low) >>> 0
  const swapped = (((high & 0xff) << 24) | ((high & 0xff00) << 8) | ((low & 0xff) << 8) | (low >>> 8)) >>> 0
  const found = stated.getUint32(0, true)
  if (found !== sum && found !== swapped)
    throw new EngineError(
      'checksum-mismatch',
      `${path} is damaged: the checksum of a chunk differs from the one in the file.`,
      'Copy or download the file again.',
    )
  return data
}

/** Modulo 65,535 as the library computes it: a non-zero value never becomes 0. */
function folded(sum: number): number {
  return sum > 65_535 ? ((sum - 1) % 65_535) + 1 : sum
}
