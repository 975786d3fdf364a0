import type { PlainError } from './errors.ts'
import type { InputFile } from './plan.ts'

/** A dropped file as sent to the worker: a handle without its bytes. `path` uses `/` and is relative to the drop. */
export interface DroppedFile {
  readonly path: string
  /** `null`: delivered later. */
  readonly file: Blob | null
}

/** A file that is delivered later, or the reason why there is none. */
export interface LateFile {
  /** Its index among the files of the drop. */
  readonly index: number
  readonly file: Blob | PlainError
}

/** A model found in a drop, not read yet. */
export interface ModelCandidate {
  /** Path of its main file; unique in the drop. */
  readonly id: string
  readonly name: string
  readonly format: string
  readonly formatLabel: string
  /** Bytes of its main file and of the files that appear to belong to it. */
  readonly bytes: number
}

/** The contents of a drop by role. */
export interface OpenedDrop {
  readonly drop: string
  readonly files: number
  readonly bytes: number
  readonly models: readonly ModelCandidate[]
  readonly inputs: readonly InputFile[]
  /** Recognised files that cannot be used (a `.tflite`, weights without a model …), and unreadable ones. */
  readonly problems: readonly (PlainError & { readonly path: string })[]
  /** Without a model in the drop: paths of files that describe one, such as labels. */
  readonly describing: readonly string[]
  /** Paths of files that belong to a model (labels, metadata, weights) or were skipped. */
  readonly sidecars: readonly string[]
  /** Time to list the files and detect their formats, ms. */
  readonly ms: number
}
