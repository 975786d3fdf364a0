import type { PlainError } from './errors.ts'
import type { InputFile } from './plan.ts'

/** A dropped file as it crosses to the worker: a handle, no bytes. `path` uses `/` and is relative to the drop. */
export interface DroppedFile {
  readonly path: string
  readonly file: Blob
}

/** A model found in a drop, before it is read. */
export interface ModelCandidate {
  /** Path of its main file; unique in the drop. */
  readonly id: string
  readonly name: string
  readonly format: string
  readonly formatLabel: string
  /** Bytes of its main file and of the files that seem to belong to it. */
  readonly bytes: number
}

/** What a drop holds, sorted out. */
export interface OpenedDrop {
  readonly drop: string
  readonly files: number
  readonly bytes: number
  readonly models: readonly ModelCandidate[]
  readonly inputs: readonly InputFile[]
  /** Files that are known for what they are but are no use here (a `.tflite`, weights without a model …), and unreadable ones. */
  readonly problems: readonly (PlainError & { readonly path: string })[]
  /** Files that belong to a model (labels, metadata, weights) or were passed over, by path. */
  readonly sidecars: readonly string[]
  /** Time to list and sniff, ms. */
  readonly ms: number
}
