import type { RungId } from '../../../src/base/ladder.ts'

/** The compared implementations; `unoptimised`: ours without the optimiser. */
export type Way = 'ours' | 'unoptimised' | 'plain'

export interface Timings {
  readonly ours: readonly number[]
  readonly plain: readonly number[]
}

export interface ModelFiles {
  /** The format for plain TensorFlow.js; ours detects it. */
  readonly kind: 'graph' | 'layers'
  readonly files: readonly File[]
}

/** One way of loading one model; several contenders may load the same model from different files. */
export interface Contender {
  readonly way: Way
  readonly model: ModelFiles
}

/** Rounds of a race: at least `least`, at most `most`, and none after this time. */
export interface RunLength {
  readonly least: number
  readonly most: number
  readonly ms: number
}

/** Requests from the page to its worker; each answer has the same `id`. */
export type Job =
  | { readonly task: 'start'; readonly backend: RungId }
  /** Alternating loads, each disposed afterwards; ms. */
  | { readonly task: 'load'; readonly model: ModelFiles; readonly backend: RungId; readonly times: number }
  /** One load that is kept, for the memory figure; ms. */
  | { readonly task: 'load-once'; readonly model: ModelFiles; readonly backend: RungId; readonly way: Way }
  /** Fresh load and first run, then alternating steady runs from values to values; ms. */
  | {
      readonly task: 'run'
      readonly model: ModelFiles
      readonly backend: RungId
      readonly times: number
      readonly firsts: number
    }
  /** Interleaved steady runs; all use the inputs of the first, with this size for free dimensions; ms. */
  | {
      readonly task: 'race-runs'
      readonly contenders: readonly Contender[]
      readonly backend: RungId
      readonly free: number
      readonly length: RunLength
    }
  /** Interleaved loads, each disposed afterwards; ms. */
  | {
      readonly task: 'race-loads'
      readonly contenders: readonly Contender[]
      readonly backend: RungId
      readonly times: number
    }
  /** From a JPEG to its tensor [1, 224, 224, 3] in 0…1; ms. */
  | { readonly task: 'picture'; readonly file: Blob; readonly times: number }
  /** Outputs of a detector to boxes; ms. */
  | { readonly task: 'decode'; readonly times: number }

export interface Answers {
  start: null
  load: Timings
  'load-once': number
  run: { readonly first: Timings; readonly steady: Timings; readonly difference: number }
  /** Per contender: the times, and the largest difference between its first output and that of the first contender. */
  'race-runs': { readonly timings: readonly (readonly number[])[]; readonly differences: readonly number[] }
  'race-loads': { readonly timings: readonly (readonly number[])[] }
  picture: Timings & { readonly difference: number }
  decode: DecodeTimes
}

export type Task = Job['task']

/** Times of decoding alone, and with matching; ms. `found`: the number of boxes. */
export interface DecodeTimes {
  readonly found: number
  readonly boxes: { readonly decode: readonly number[]; readonly read: readonly number[] }
  readonly mask: { readonly decode: readonly number[]; readonly read: readonly number[] }
}
