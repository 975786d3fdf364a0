import type { PlainError } from './errors.ts'

/** What a file of a model holds: its description, its numbers, both, or other things it needs, such as vocabularies. */
export type ContentKind = 'topology' | 'weights' | 'both' | 'assets'

/** A file of a model, by its name within the model. */
export interface ModelPart {
  readonly name: string
  readonly holds: ContentKind
  readonly bytes: number
}

export interface WeightsHash {
  /** 16 hex digits. */
  readonly hash: string
  /** Number of tensors. */
  readonly weights: number
  readonly bytes: number
}

export interface PartChoice {
  /** The files to keep; assets stay in both cases. */
  readonly keep: 'topology' | 'weights'
}

export interface PartLoad {
  readonly files: number
  readonly bytes: number
  readonly loads: boolean
  /** Why it did not load. */
  readonly error: PlainError | null
}
