import { nextTask, throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import { isTarHeader, latin1, octal } from './magic.ts'
import type { ByteSource } from './tree.ts'

const block = 512
/** Headers are read through a window of this size, so that small members need no read of their own. */
const windowSize = 256 * 1024
/** Longer name or attribute records are invalid. */
const longestRecord = 1024 * 1024
/** A pax record starts with its length; more digits than this would exceed any record. */
const mostDigits = 8
/** Headers read between two turns of the event loop, so that a cancel arrives. */
const headersAtOnce = 4096

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
  let next: PaxRecords = {}
  for (let headers = 1; offset + block <= source.size; headers++) {
    throwIfAborted(signal)
    if (headers % headersAtOnce === 0) await nextTask()
    const header = await read(offset, offset + block)
    if (header.every((byte) => byte === 0)) break
    const type = String.fromCharCode(header[156] ?? 0)
    const isRecord = 'LxgK'.includes(type)
    const size = (isRecord ? undefined : next.size) ?? octal(header, 124, 12)
    const start = offset + block
    if (!isTarHeader(header) || !Number.isSafeInteger(size) || size < 0)
      throw damaged(path, `expected a header at byte ${formatCount(offset)}, found none`)
    if (start + size > source.size)
      throw damaged(
        path,
        `it ends after ${formatCount(source.size, 'byte')}, but a member ends at byte ${formatCount(start + size)}`,
      )
    if (isRecord && size > longestRecord)
      throw damaged(
        path,
        `the name record at byte ${formatCount(offset)} has ${formatCount(size, 'byte')}; at most ${formatCount(longestRecord)} are allowed`,
      )
    if (type === 'L') next = { ...next, name: text(await read(start, start + size)) }
    else if (type === 'x') next = { ...next, ...paxRecords(await read(start, start + size), path) }
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

interface PaxRecords {
  name?: string
  size?: number
}

/**
 * Records `length key=value\n` of a pax header (POSIX.1-2001), up to its end or a NUL; only path and size are used.
 * Raises `archive-invalid` for a record without a valid length, and for a size that is not a whole number.
 */
function paxRecords(bytes: Uint8Array, path: string): PaxRecords {
  const found: PaxRecords = {}
  for (let offset = 0; offset < bytes.length && bytes[offset] !== 0; ) {
    const digits = /^(\d+) /.exec(latin1(bytes.subarray(offset, offset + mostDigits + 1)))?.[1]
    const length = Number(digits)
    if (digits === undefined || length <= digits.length + 1 || offset + length > bytes.length)
      throw damaged(path, 'an extended header has a record without a valid length')
    const record = text(bytes.subarray(offset + digits.length + 1, offset + length - 1))
    if (record.startsWith('path=')) found.name = record.slice(5)
    if (record.startsWith('size=')) {
      if (!/^\d{1,16}$/.test(record.slice(5)))
        throw damaged(path, `an extended header states the size ${JSON.stringify(record.slice(5, 30))}`)
      found.size = Number(record.slice(5))
    }
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
