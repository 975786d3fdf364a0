import { throwIfAborted } from '../base/abort.ts'
import { EngineError, isAbort } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import type { ByteSource } from './tree.ts'

/** Random access through `Blob.slice`: reads only what is requested. `path` is used in messages. */
export function blobSource(blob: Blob, path = blob instanceof File ? blob.name : 'the file'): ByteSource {
  return {
    size: blob.size,
    read: async (start, end, signal) => {
      checkRange(start, end, blob.size, path)
      throwIfAborted(signal)
      const part = start === 0 && end === blob.size ? blob : blob.slice(start, end)
      const bytes = new Uint8Array(await bufferOf(part, path))
      throwIfAborted(signal)
      if (bytes.length !== end - start) throw tooShort(start, end, start + bytes.length, path)
      return bytes
    },
    blob: async () => blob,
  }
}

/** Bytes [start, end) of another source, without copying. */
export function sliceSource(parent: ByteSource, start: number, end: number, path: string): ByteSource {
  const size = end - start
  return {
    size,
    read: (from, to, signal) => {
      checkRange(from, to, size, path)
      return parent.read(start + from, start + to, signal)
    },
    blob: async (signal) => (await parent.blob(signal)).slice(start, end),
    peek: (from, to) => (from >= 0 && to <= size ? (parent.peek?.(start + from, start + to) ?? null) : null),
    ahead: () => parent.ahead?.() ?? false,
  }
}

async function bufferOf(blob: Blob, path: string): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer()
  } catch (error) {
    if (isAbort(error)) throw error
    throw new EngineError(
      'file-unreadable',
      `${path} could not be read. It was probably moved, changed or deleted after the drop.`,
      'Drop it again.',
      error,
    )
  }
}

function checkRange(start: number, end: number, size: number, path: string): void {
  if (start < 0 || end < start || end > size) throw tooShort(start, end, size, path)
}

function tooShort(start: number, end: number, size: number, path: string): EngineError {
  return new EngineError(
    'file-unreadable',
    `Bytes ${formatCount(start)} to ${formatCount(end)} of ${path} were expected, but it ends after ${formatCount(size, 'byte')}.`,
    'The file is probably cut off. Copy or download it again.',
  )
}
