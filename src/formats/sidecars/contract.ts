import type { ModelMetadata } from '../../base/model.ts'
import type { TreeFile } from '../../files/tree.ts'

/** What one file states about a model; the rest is left out. */
export type MetadataPart = Partial<ModelMetadata>

/** A kind of file found beside models that describes them. One file per kind, one row in the table of `index.ts`. */
export interface SidecarKind {
  readonly id: string
  /** Only files with such names are opened. */
  readonly names: RegExp
  /** Bytes. Larger files are not opened; 4 MiB if absent. */
  readonly largest?: number
  /** Whether `read` takes bytes. */
  readonly isBinary?: boolean
  /**
   * `null` if the content does not match this kind. `value` is the parsed JSON, or the text for `.txt` and similar, or bytes;
   * `main` is the model's file, or `null` for a file without a model.
   */
  read(value: unknown, file: TreeFile, main: TreeFile | null): MetadataPart | null
}

/** A file recognised beside a model. */
export interface Sidecar {
  readonly file: TreeFile
  readonly part: MetadataPart
}
