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
  /** Of a zip that is one file to the programs that read it: its content, listed when the drop was opened. */
  readonly zip?: ZipListing | undefined
}

/** One file of a zip, as its central directory states it. */
export interface ZipEntry {
  readonly name: string
  /** Of its local header, from the start of the archive, bytes. */
  readonly offset: number
  /** 0 stored, 8 deflated; anything else is not read. */
  readonly method: number
  /** Bytes in the archive, and after inflating. */
  readonly stored: number
  readonly inflated: number
  readonly crc32: number | null
  readonly encrypted: boolean
}

export interface ZipListing {
  readonly content: 'npz' | 'keras' | 'pytorch'
  readonly entries: readonly ZipEntry[]
}

/** What has been read of one drop and is soon read again. It belongs to the drop: no other drop or load is affected by it. */
export interface Reads {
  /** The same bytes; the first `most` of them (4 KB) are read once and kept for a while. */
  rememberHead(source: ByteSource, most?: number): ByteSource
  /** The same bytes; a small file that is read at many places is read once, whole, and kept until the end of the load. */
  rememberSmall(source: ByteSource): ByteSource
  /** Runs a load. When it ends, and no other load of the drop is under way, all that was kept is let go of. */
  during<T>(load: () => Promise<T>): Promise<T>
  forget(): void
}

/** A drop as a tree of named byte sources. Names are only ever looked up in here; none is a URL. */
export interface FileTree {
  readonly files: readonly TreeFile[]
  get(path: string): TreeFile | undefined
  /** What has been read of the drop and is kept for a while. */
  readonly reads: Reads
  /**
   * `compute(key, this tree, signal)`, computed once for each function and key in the life of the tree. What failed or was
   * cancelled is computed again when it is asked for again.
   */
  once<K extends object, V>(compute: Compute<K, V>, key: K, signal?: AbortSignal): Promise<V>
  /** Archives that could not be opened, with the reason; they are not among `files`. */
  readonly problems?: readonly TreeProblem[]
}

/** A module-level function: its identity is part of the key. */
export type Compute<K extends object, V> = (key: K, tree: FileTree, signal?: AbortSignal) => Promise<V>

export interface TreeProblem extends PlainError {
  readonly path: string
}
