import type { ErrorCode } from '../../base/errors.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'

/** The message for a file that is recognised but not supported. */
export interface UnsupportedFile {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  /** Other files that this message covers. */
  readonly files?: readonly TreeFile[]
}

/** A kind of file that is recognised but not supported. One row in the table of `index.ts`. */
export interface UnsupportedKind {
  readonly id: string
  /** `head` holds the first 512 bytes. `null` if the file is of another kind. */
  recognise(
    file: TreeFile,
    head: Uint8Array,
    tree: FileTree,
    signal?: AbortSignal,
  ): Promise<UnsupportedFile | null> | UnsupportedFile | null
}

/** Every SavedModel is read directly, so that no further conversion is needed. */
export const throughOnnx =
  'Convert the ONNX model with onnx2tf (pip install onnx2tf), and drop the SavedModel folder that it writes.'

const converter = 'Convert it with tensorflowjs_converter (pip install tensorflowjs)'

/** A hint with the command that converts the model to TensorFlow.js today. */
export function convertHint(inputFormat: string, source: string): string {
  return `${converter}: tensorflowjs_converter --input_format=${inputFormat} ${source} web_model, then drop the folder web_model.`
}
