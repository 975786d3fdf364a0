import { nextTask, throwIfAborted } from '../base/abort.ts'
import { EngineError } from '../base/errors.ts'
import type { ByteSource } from './tree.ts'

/** Compressed input is read in pieces of this size, to notice a cancel. */
const pieceSize = 2 ** 20
/**
 * Bytes inflated at a time. A stream inflates all that it is given before its first output can be checked, and deflate
 * expands up to 1032 times: memory is bounded by 135 MB, whatever the input.
 */
const sliceSize = 128 * 1024
/** Inflated pieces are moved to a Blob at this size; browsers keep large Blobs on disk. */
const gatherSize = 8 * 2 ** 20

export interface InflateOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with each inflated piece; may throw to stop. */
  readonly onBytes?: ((bytes: Uint8Array) => void) | undefined
}

/** Inflates a whole source into a Blob. Raises `archive-invalid` with `path`, `cancelled`, and errors of `onBytes`. */
export async function inflateToBlob(
  source: ByteSource,
  encoding: CompressionFormat,
  path: string,
  options: InflateOptions,
): Promise<Blob> {
  const blobs: Blob[] = []
  let parts: Uint8Array<ArrayBuffer>[] = []
  let gathered = 0
  const flush = () => {
    blobs.push(new Blob(parts))
    parts = []
    gathered = 0
  }
  for await (const bytes of inflated(source, encoding, path, options.signal)) {
    options.onBytes?.(bytes)
    parts.push(bytes)
    gathered += bytes.length
    if (gathered >= gatherSize) flush()
  }
  flush()
  return blobs.length === 1 ? (blobs[0] ?? new Blob()) : new Blob(blobs)
}

/** The first `length` inflated bytes, or fewer if the stream is shorter. */
export async function inflateHead(
  source: ByteSource,
  encoding: CompressionFormat,
  path: string,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(length)
  let filled = 0
  for await (const bytes of inflated(source, encoding, path, signal)) {
    const fits = bytes.subarray(0, length - filled)
    head.set(fits, filled)
    filled += fits.length
    if (filled === length) break
  }
  return head.slice(0, filled)
}

async function* inflated(
  source: ByteSource,
  encoding: CompressionFormat,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = decompressed(pieces(source, signal), encoding).getReader()
  try {
    for (;;) {
      throwIfAborted(signal)
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    if (error instanceof EngineError) throw error
    throwIfAborted(signal)
    throw new EngineError(
      'archive-invalid',
      `${path} cannot be inflated: its compressed data is damaged or cut off.`,
      'Copy or download the archive again.',
      error,
    )
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Inflates pieces of any length, with memory bounded. */
export function decompressed(
  pieces: AsyncIterator<Uint8Array<ArrayBuffer>> | Iterator<Uint8Array<ArrayBuffer>>,
  encoding: CompressionFormat,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(0)
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    while (piece.length === 0) {
      const { done, value } = await pieces.next()
      if (done) return controller.close()
      piece = value
    }
    controller.enqueue(piece.subarray(0, sliceSize))
    piece = piece.subarray(sliceSize)
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 }).pipeThrough(new DecompressionStream(encoding))
}

async function* pieces(source: ByteSource, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < source.size; offset += pieceSize) {
    await nextTask()
    yield await source.read(offset, Math.min(source.size, offset + pieceSize), signal)
  }
}
