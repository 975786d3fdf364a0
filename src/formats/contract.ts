import type { FormatUse, ModelSummary } from '../base/model.ts'
import type { ContentKind } from '../base/model-parts.ts'
import type { OnProgress } from '../base/progress.ts'
import type { ByteSource, FileTree, TreeFile } from '../files/tree.ts'
import type { ModelSource } from '../graph/model.ts'

/** A file with its first 512 bytes, or all bytes if it is shorter. */
export interface Candidate {
  readonly file: TreeFile
  readonly head: Uint8Array
}

/** A model found in a tree, before it is opened. */
export interface ModelMatch {
  /** The main file: `model.json`, the `.keras`, `saved_model.pb`. */
  readonly main: TreeFile
  readonly name: string
  /** Files that belong to it (weights, labels, metadata), without the main file. */
  readonly files: readonly TreeFile[]
  /** 0…1; if two formats claim a file, the higher confidence wins. */
  readonly confidence: number
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/**
 * A file that makes the model what it is: topology, weights, vocabularies; no labels and no dates. The name is the one within the
 * model, the same wherever the files lie: `model.weights.h5`, `variables/variables.index`.
 */
export interface Content {
  readonly name: string
  readonly holds: ContentKind
  readonly source: ByteSource
}

/** A model that has been opened, with its files. */
export interface OpenedSource extends ModelSource {
  readonly contents: readonly Content[]
}

/** An `OpenedSource` without what the format's row states; `openModel` adds it. */
export interface OpenedModel extends Omit<OpenedSource, 'summary'> {
  readonly summary: Omit<ModelSummary, 'format' | 'formatLabel' | 'use'>
}

/** Raises `model-invalid`, `json-invalid`, `json-too-large`, `weights-missing`, `weights-wrong-size`, `known-but-unsupported`, `cancelled`. */
export type OpenModel = (match: ModelMatch, tree: FileTree, options: OpenOptions) => Promise<OpenedModel>

/** One row of the table in `index.ts`. */
export interface ModelFormat {
  readonly id: string
  readonly label: string
  /** Names of the files that `open` reads whole, so that small ones are read ahead. */
  readonly whole: RegExp
  /** For the program that a run is exported as. */
  readonly use: FormatUse
  /**
   * Every model of this format among the files, from names and first bytes; empty if there is none. Part of the
   * worker's first chunk: code that examines a file further is imported dynamically, once such a file is found. Raises
   * `cancelled`.
   */
  match(files: readonly Candidate[], tree: FileTree, signal?: AbortSignal): Promise<readonly ModelMatch[]>
  /** Reads everything but the weights' bytes. A separate chunk. */
  readonly open: () => Promise<{ readonly open: OpenModel }>
}
