import { throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { isTarHeader, octal } from './magic.ts'
import type { ByteSource } from './tree.ts'

const block = 512
/** Headers are read through a window of this size, so that small members need no read of their own. */
const windowSize = 256 * 1024
/** Longer name or attribute records are invalid. */
const longestRecord = 1024 * 1024

export interface TarMember {
  readonly name: string
  readonly start: number
  readonly end: number
}

/**
 * The regular files of a tar (POSIX ustar and pax, GNU long names); links, devices and folders are skipped. Members are
 * given by offset, without copying. Raises `archive-invalid`, `cancelled`.
 */
export async function listTar(
  source: ByteSource,
  path: string,
  signal?: AbortSignal,
  onMember?: () => void,
): Promise<readonly TarMember[]> {
  const members: TarMember[] = []
  const read = windowed(source, signal)
  let offset = 0
  let next: { name?: string | undefined; size?: number | undefined } = {}
  while (offset + block <= source.size) {
    throwIfAborted(signal)
    const header = await read(offset, offset + block)
    if (header.every((byte) => byte === 0)) break
    const size = next.size ?? octal(header, 124, 12)
    const start = offset + block
    if (!isTarHeader(header) || !Number.isSafeInteger(size))
      throw damaged(path, `expected a header at byte ${formatCount(offset)}, found none`)
    if (start + size > source.size)
      throw damaged(
        path,
        `it ends after ${formatCount(source.size, 'byte')}, but a member ends at byte ${formatCount(start + size)}`,
      )
    const type = String.fromCharCode(header[156] ?? 0)
    if ('LxgK'.includes(type) && size > longestRecord)
      throw damaged(
        path,
        `the name record at byte ${formatCount(offset)} has ${formatCount(size, 'byte')}; at most ${formatCount(longestRecord)} are allowed`,
      )
    if (type === 'L') next = { ...next, name: text(await read(start, start + size)) }
    else if (type === 'x') next = { ...next, ...paxRecords(await read(start, start + size)) }
    else if (type !== 'g' && type !== 'K') {
      const name = next.name ?? headerName(header)
      if ((type === '0' || type === '\0' || type === '7') && !name.endsWith('/')) {
        members.push({ name, start, end: start + size })
        onMember?.()
      }
      next = {}
    }
    offset = start + Math.ceil(size / block) * block
  }
  return members
}

function headerName(header: Uint8Array): string {
  const ustar = text(header.subarray(257, 262)) === 'ustar' && header[262] === 0
  const prefix = ustar ? text(header.subarray(345, 500)) : ''
  const name = text(header.subarray(0, 100))
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Records `length key=value\n` of a pax header (POSIX.1-2001); only path and size are used. */
function paxRecords(bytes: Uint8Array): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {}
  let offset = 0
  while (offset < bytes.length) {
    const blank = bytes.indexOf(0x20, offset)
    const length = blank < 0 ? Number.NaN : Number.parseInt(text(bytes.subarray(offset, blank)), 10)
    if (!(length > 0)) break
    const record = text(bytes.subarray(blank + 1, offset + length - 1))
    if (record.startsWith('path=')) found.name = record.slice(5)
    if (record.startsWith('size=')) found.size = Number(record.slice(5))
    offset += length
  }
  return found
}

/** UTF-8 up to the first NUL. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
}

function windowed(
  source: ByteSource,
  signal: AbortSignal | undefined,
): (start: number, end: number) => Promise<Uint8Array> {
  let from = 0
  let held: Uint8Array = new Uint8Array(0)
  return async (start, end) => {
    if (start < from || end > from + held.length) {
      held = await source.read(start, Math.max(end, Math.min(source.size, start + windowSize)), signal)
      from = start
    }
    return held.subarray(start - from, end - from)
  }
}

function damaged(path: string, why: string): EngineError {
  return new EngineError(
    'archive-invalid',
    `${path} is a damaged tar archive: ${why}.`,
    'Copy or download the archive again.',
  )
}
