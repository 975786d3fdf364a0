import type { ModelSummary } from '../base/model.ts'
import type { OnProgress } from '../base/progress.ts'
import type { FileTree, TreeFile } from '../files/tree.ts'
import type { ModelSource } from '../graph/model.ts'

/** A file with its first 512 bytes, or all of a shorter one. */
export interface Candidate {
  readonly file: TreeFile
  readonly head: Uint8Array
}

/** A model found in a tree, before it is read. */
export interface ModelMatch {
  /** The main file: `model.json`, the `.keras`, `saved_model.pb`. */
  readonly main: TreeFile
  readonly name: string
  /** Files that belong to it (weights, labels, metadata), the main file not among them. */
  readonly files: readonly TreeFile[]
  /** 0…1; the highest format wins a file that two claim. */
  readonly confidence: number
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** A `ModelSource` as a format gives it; the format's own id and label are added from the table. */
export interface OpenedModel extends Omit<ModelSource, 'summary'> {
  readonly summary: Omit<ModelSummary, 'format' | 'formatLabel'>
}

/** Raises `model-invalid`, `json-invalid`, `json-too-large`, `weights-missing`, `weights-wrong-size`, `known-but-unsupported`, `cancelled`. */
export type OpenModel = (match: ModelMatch, tree: FileTree, options: OpenOptions) => Promise<OpenedModel>

/** One row of the table in `index.ts`. */
export interface ModelFormat {
  readonly id: string
  readonly label: string
  /** Names of files that are probably such models: the code that opens them is fetched while the drop is still being listed. */
  readonly names: RegExp
  /**
   * Every model of this format among the files, from names and first bytes; empty when there is none. Part of the worker's
   * first chunk: what has to look deeper into a file is imported dynamically, once such a file is there. Raises `cancelled`.
   */
  match(files: readonly Candidate[], tree: FileTree, signal?: AbortSignal): Promise<readonly ModelMatch[]>
  /** Everything but the weights' bytes. A chunk of its own. */
  readonly open: () => Promise<{ readonly open: OpenModel }>
}
