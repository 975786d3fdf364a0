import type { OnProgress } from '../base/progress.ts'
import type { FileTree, TreeFile } from '../files/tree.ts'
import type { ModelSource } from '../graph/model.ts'

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

export interface ModelFormat {
  readonly id: string
  readonly label: string
  /** Cheap: names and first bytes only. Every model of this format in the tree; empty when there is none. */
  match(tree: FileTree, signal?: AbortSignal): Promise<readonly ModelMatch[]>
  /** Raises `model-invalid`, `json-invalid`, `json-too-large`, `weights-missing`, `weights-wrong-size`, `known-but-unsupported`, `cancelled`. */
  open(match: ModelMatch, tree: FileTree, options: OpenOptions): Promise<ModelSource>
}
