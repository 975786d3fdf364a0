import type { RungId } from '../../../src/base/ladder.ts'

/** The ways of doing the same thing; `unoptimised`: ours with the optimiser switched off. */
export type Way = 'ours' | 'unoptimised' | 'plain'

export interface Timings {
  readonly ours: readonly number[]
  readonly plain: readonly number[]
}

export interface ModelFiles {
  /** What plain TensorFlow.js is to take it for; ours finds out by itself. */
  readonly kind: 'graph' | 'layers'
  readonly files: readonly File[]
}

/** One way of loading one model; several of them may be of different files that hold the same model. */
export interface Contender {
  readonly way: Way
  readonly model: ModelFiles
}

/** Rounds of a race: at least `least`, at most `most`, no more of them after this time. */
export interface RunLength {
  readonly least: number
  readonly most: number
  readonly ms: number
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
  /** Steady runs in turns; the inputs of all are those of the first, with this size in the place of free dimensions; ms. */
  | {
      readonly task: 'race-runs'
      readonly contenders: readonly Contender[]
      readonly backend: RungId
      readonly free: number
      readonly length: RunLength
    }
  /** Loads in turns, each disposed of again; ms. */
  | {
      readonly task: 'race-loads'
      readonly contenders: readonly Contender[]
      readonly backend: RungId
      readonly times: number
    }
  /** From a JPEG to its tensor [1, 224, 224, 3] in 0…1; ms. */
  | { readonly task: 'picture'; readonly file: Blob; readonly times: number }

export interface Answers {
  start: null
  load: Timings
  'load-once': number
  run: { readonly first: Timings; readonly steady: Timings; readonly difference: number }
  /** Per contender the times, and the largest difference of its first output from that of the first contender. */
  'race-runs': { readonly timings: readonly (readonly number[])[]; readonly differences: readonly number[] }
  'race-loads': { readonly timings: readonly (readonly number[])[] }
  picture: Timings & { readonly difference: number }
}

export type Task = Job['task']
