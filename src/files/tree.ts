import type { PlainError } from '../base/errors.ts'

/** Random access to the bytes of one file: a `File`, a zip entry, or a tar member. */
export interface ByteSource {
  /** Bytes; NaN for a file that has not arrived. */
  readonly size: number
  /** Waits for a file that arrives after its name. Raises `file-unreadable`, `cancelled`. */
  arrived?(signal?: AbortSignal): Promise<unknown>
  /**
   * Bytes [start, end) as a new buffer of exactly that length. Raises `file-unreadable` (also if the file is shorter),
   * `cancelled`.
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** The whole file as a Blob, without copying if the source allows it. */
  blob(signal?: AbortSignal): Promise<Blob>
  /** Bytes [start, end) if they are in memory, as a read-only view; `null` if they would have to be read. */
  peek?(start: number, end: number): Uint8Array<ArrayBuffer> | null
  /**
   * Starts reading a small file whole, or the file that contains it, so that it is in memory when needed. Returns false
   * if the file is too large. Errors surface in `read`.
   */
  ahead?(): boolean
}

export interface TreeFile {
  /**
   * `/`-separated, relative to the drop; entries of an archive are below the archive's path: `export.zip/model.json`.
   */
  readonly path: string
  /** The last part of the path. */
  readonly name: string
  readonly source: ByteSource
  /** For a zip that stays one file: its entries, listed when the drop was opened. */
  readonly zip?: ZipListing | undefined
}

/** One file of a zip, as listed in its central directory. */
export interface ZipEntry {
  readonly name: string
  /** Offset of its local header in the archive, bytes. */
  readonly offset: number
  /** 0 stored, 8 deflated; other methods are not supported. */
  readonly method: number
  /** Compressed and uncompressed size, bytes. */
  readonly stored: number
  readonly inflated: number
  readonly crc32: number | null
  readonly encrypted: boolean
}

export interface ZipListing {
  readonly content: 'npz' | 'keras' | 'pytorch'
  readonly entries: readonly ZipEntry[]
}

/** Caches of one drop; other drops and loads are not affected. */
export interface Reads {
  /** Wraps a source so that its first `most` bytes (4 KB) are read once and cached. */
  rememberHead(source: ByteSource, most?: number): ByteSource
  /** Wraps a source so that a small file read at many offsets is read once, whole, and cached until the load ends. */
  rememberSmall(source: ByteSource): ByteSource
  /** Runs a load. Clears the caches when it ends, unless another load of the drop is running. */
  during<T>(load: () => Promise<T>): Promise<T>
  forget(): void
}

/** A drop as a tree of named byte sources. Names are only looked up here; none is used as a URL. */
export interface FileTree {
  readonly files: readonly TreeFile[]
  get(path: string): TreeFile | undefined
  /** Caches of the drop. */
  readonly reads: Reads
  /**
   * Computes `compute(key, this tree, signal)` once per function and key in the tree's lifetime. Failed and cancelled
   * computations are repeated on the next call.
   */
  once<K extends object, V>(compute: Compute<K, V>, key: K, signal?: AbortSignal): Promise<V>
  /** Archives that could not be opened, with the reason; they are not in `files`. */
  readonly problems?: readonly TreeProblem[]
}

/** Must be a module-level function: its identity is part of the key. */
export type Compute<K extends object, V> = (key: K, tree: FileTree, signal?: AbortSignal) => Promise<V>

export interface TreeProblem extends PlainError {
  readonly path: string
}
