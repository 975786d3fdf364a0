import type { RungId } from '../../../src/base/ladder.ts'

/** The two ways of doing the same thing. */
export type Way = 'ours' | 'plain'

export interface Timings {
  readonly ours: readonly number[]
  readonly plain: readonly number[]
}

export interface ModelFiles {
  readonly kind: 'graph' | 'layers'
  readonly files: readonly File[]
}

/** What the page asks its worker; each answer has the same `id`. */
export type Job =
  | { readonly task: 'start'; readonly backend: RungId }
  /** Alternating loads, each disposed of again; ms. */
  | { readonly task: 'load'; readonly model: ModelFiles; readonly backend: RungId; readonly times: number }
  /** One load that stays, for the memory figure; ms. */
  | { readonly task: 'load-once'; readonly model: ModelFiles; readonly backend: RungId; readonly way: Way }
  /** Fresh load and first run, then alternating steady runs from values to values; ms. */
  | {
      readonly task: 'run'
      readonly model: ModelFiles
      readonly backend: RungId
      readonly times: number
      readonly firsts: number
    }
  /** From a JPEG to its tensor [1, 224, 224, 3] in 0…1; ms. */
  | { readonly task: 'picture'; readonly file: Blob; readonly times: number }

export interface Answers {
  start: null
  load: Timings
  'load-once': number
  run: { readonly first: Timings; readonly steady: Timings; readonly difference: number }
  picture: Timings & { readonly difference: number }
}

export type Task = Job['task']
