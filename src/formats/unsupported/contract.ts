import type { ErrorCode } from '../../base/errors.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'

/** What to say of a file that is known for what it is, but is not loaded. */
export interface KnownFile {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  /** Other files that belong to it and need no message of their own. */
  readonly files?: readonly TreeFile[]
}

/** A kind of file that is recognised and named, but not loaded. One row in the table of `index.ts`. */
export interface KnownKind {
  readonly id: string
  /** `head` holds the first 512 bytes. `null` when the file is something else. */
  recognise(
    file: TreeFile,
    head: Uint8Array,
    tree: FileTree,
    signal?: AbortSignal,
  ): Promise<KnownFile | null> | KnownFile | null
}

const converter = 'Convert it with tensorflowjs_converter (pip install tensorflowjs)'

/** A hint with the command that makes a TensorFlow.js model of it today. */
export function convertHint(inputFormat: string, source: string): string {
  return `${converter}: tensorflowjs_converter --input_format=${inputFormat} ${source} web_model, then drop the folder web_model.`
}
