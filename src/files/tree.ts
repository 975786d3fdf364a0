import type { PlainError } from '../base/errors.ts'

/** Random access to the bytes of one file, wherever they lie: a `File`, an entry of a zip, a member of a tar. */
export interface ByteSource {
  readonly size: number
  /** Bytes [start, end) as a fresh buffer of exactly that length. Raises `file-unreadable` (also when the file is shorter), `cancelled`. */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** The whole file as a Blob, without copying where the source allows it. */
  blob(signal?: AbortSignal): Promise<Blob>
  /** The same bytes where they are in memory: a view, not to be written to; `null` where they would have to be read. */
  peek?(start: number, end: number): Uint8Array<ArrayBuffer> | null
  /**
   * Begins to read a small file whole, or the one it lies in, so that it is in memory once it is asked for; false for one that
   * is too large for that. What fails is told by `read`.
   */
  ahead?(): boolean
}

export interface TreeFile {
  /** `/`-separated, relative to the drop; entries of an archive lie under the archive's own path: `export.zip/model.json`. */
  readonly path: string
  /** Last part of the path. */
  readonly name: string
  readonly source: ByteSource
}

/** A drop as a tree of named byte sources. Names are only ever looked up in here; none is a URL. */
export interface FileTree {
  readonly files: readonly TreeFile[]
  get(path: string): TreeFile | undefined
  /** Archives that could not be opened, with the reason; they are not among `files`. */
  readonly problems?: readonly TreeProblem[]
}

export interface TreeProblem extends PlainError {
  readonly path: string
}
