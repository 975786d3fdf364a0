import type { RungId, RungReport } from './ladder.ts'
import type { StageRecord } from './ledger.ts'
import type { PlannedStep, Warning } from './plan.ts'
import type { DType, TensorStats, TensorValue } from './tensor.ts'

/** One way of looking at an output; the data is plain and complete, a view only draws it. */
export type OutputReading =
  | { readonly view: 'scores'; readonly data: Scores }
  | { readonly view: 'numbers'; readonly data: Numbers }
  | { readonly view: 'image'; readonly data: ImageReading }
  | { readonly view: 'text'; readonly data: Texts }
  | { readonly view: 'tensor'; readonly data: TensorReading }

export interface Score {
  readonly label: string
  readonly index: number
  readonly value: number
}

/** Class scores of one row. */
export interface ScoreRow {
  /** All classes, best first. */
  readonly top: readonly Score[]
}

export interface Scores {
  /** One per batch element. */
  readonly rows: readonly ScoreRow[]
  readonly classes: number
  /** `softmax` or `sigmoid` when it was applied because the output holds logits. */
  readonly applied: 'none' | 'softmax' | 'sigmoid'
  /** What was applied and why, for the person. */
  readonly note: string
  readonly labelsSource: string | null
}

/** A number or a few per batch element; the values are the output's own, `labels.length` to a row. See `numberRow`. */
export interface Numbers {
  readonly labels: readonly string[]
  readonly rows: number
}

export interface ImageReading {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3 | 4
  readonly layout: 'nhwc' | 'nchw'
  /** Pictures in the batch. */
  readonly count: number
  /** The value range that is drawn from black to white, as detected. */
  readonly range: readonly [number, number]
  readonly note: string
}

export interface Texts {
  readonly rows: readonly string[]
}

export interface TensorReading {
  /** Dimensions drawn as rows and columns by the heat map: height and width of a feature map `[b, h, w, c]`, else the last two; `null` below rank 2. */
  readonly axes: readonly [number, number] | null
}

export interface OutputResult {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly stats: TensorStats
  readonly value: TensorValue
  /** Best first; never empty: `tensor` fits everything. */
  readonly readings: readonly OutputReading[]
}

/** The settings that made a result; a result is stale when they no longer are the page's. */
export interface RunSettings {
  readonly model: {
    readonly name: string
    readonly format: string
    readonly bytes: number
    readonly hash: string
    readonly signature: string
    readonly operations: { readonly before: number; readonly after: number }
    readonly repairs: readonly string[]
  }
  readonly backend: { readonly id: RungId; readonly ladder: readonly RungReport[] }
  readonly inputs: readonly RunInput[]
}

export interface RunInput {
  readonly name: string
  /** The file's path, or `typed text`, `random, seed 1`. */
  readonly file: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly stats: TensorStats
  readonly plan: readonly PlannedStep[]
  readonly warnings: readonly Warning[]
}

export interface RunResult {
  readonly settings: RunSettings
  readonly outputs: readonly OutputResult[]
  /** `backend` to `result`; the stages before belong to the load. */
  readonly ledger: readonly StageRecord[]
  /** True when this was the first run of this session with these input shapes. */
  readonly first: boolean
  /** Run and read-back, ms. */
  readonly ms: number
  /** Compile, run and read-back of the first run with these input shapes on this rung, ms. */
  readonly firstMs: number
  /** Input, run, read-back and reading the result, ms. */
  readonly endToEnd: number
  /** Tensor memory of the backend after the run, bytes; `null` where the backend cannot tell. */
  readonly memory: number | null
  /** What was lost and how it was recovered, a sentence each. */
  readonly recoveries: readonly string[]
}

export interface BenchmarkResult {
  readonly backend: RungId
  /** ms of run + read-back, in the worker, with the input already there, in the order of the runs. */
  readonly runs: readonly number[]
  /** ms from file to reading, fewer runs. */
  readonly endToEnd: readonly number[]
  readonly memory: number | null
}
