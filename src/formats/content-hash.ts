import { throwIfAborted } from '../base/abort.ts'
import type { OnProgress } from '../base/progress.ts'
import type { Content } from './contract.ts'
import { sha256Beside } from './shared/sha256.ts'

/** Bytes hashed at a time: WebCrypto has no incremental SHA-256, and a weight file may be larger than the memory. */
const pieceSize = 4 * 2 ** 20

export interface ContentHashOptions {
  readonly signal?: AbortSignal | undefined
  /** In bytes. */
  readonly onProgress?: OnProgress | undefined
  /** Called before every read; the read waits for it. */
  readonly turn?: () => Promise<void>
}

/**
 * The identity of a model, 16 hex digits: equal for equal topology and weights, whatever holds the files (a folder, a zip, loose
 * files) and in whatever order they come; two trainings of one architecture differ.
 *
 * SHA-256 over one line `name NUL size NUL digest` per file, sorted by name in UTF-16 code units. Names are those within the model
 * (`Content`). The digest of a file is the SHA-256 of the joined SHA-256s of its pieces of 4 MiB. Raises `file-unreadable`,
 * `archive-invalid`, `archive-too-large`, `cancelled`.
 */
export async function contentHash(
  contents: readonly Pick<Content, 'name' | 'source'>[],
  options: ContentHashOptions = {},
): Promise<string> {
  const sorted = contents.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const total = sorted.reduce((sum, { source }) => sum + source.size, 0)
  let done = 0
  const lines: string[] = []
  for (const { name, source } of sorted) {
    const digests: string[] = []
    for (let start = 0; start < source.size; start += pieceSize) {
      await options.turn?.()
      throwIfAborted(options.signal)
      const end = Math.min(source.size, start + pieceSize)
      digests.push(await sha256Beside(await source.read(start, end, options.signal)))
      done += end - start
      options.onProgress?.({ stage: 'files', done, total, note: `hashing ${name}` })
    }
    lines.push(`${name}\0${source.size}\0${await sha256Beside(text(digests.join('')))}\n`)
  }
  return (await sha256Beside(text(lines.join('')))).slice(0, 16)
}

function text(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(value)
}
