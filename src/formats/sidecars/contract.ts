import type { ModelMetadata } from '../../base/model.ts'
import type { TreeFile } from '../../files/tree.ts'

/** What one file tells about a model; what it does not tell is left out. */
export type MetadataPart = Partial<ModelMetadata>

/** A kind of file that lies beside models and tells about them. One file a kind, one row in the table of `index.ts`. */
export interface SidecarKind {
  readonly id: string
  /** Only files with such names are opened. */
  readonly names: RegExp
  /** `null` when the content is something else after all. `value` is the parsed JSON, or the text for `.txt` and the like. */
  read(value: unknown, file: TreeFile): MetadataPart | null
}

/** A file that was recognised beside a model. */
export interface Sidecar {
  readonly file: TreeFile
  readonly part: MetadataPart
}
