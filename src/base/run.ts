import type { RungId, RungReport } from './ladder.ts'
import type { StageRecord } from './ledger.ts'
import type { PlannedStep, Warning } from './plan.ts'
import type { OutputGroup } from './reading.ts'
import type { DType, TensorStats, TensorValue } from './tensor.ts'

export interface OutputResult {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly stats: TensorStats
  readonly value: TensorValue
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
  /** The outputs by what they mean together, best first; each output is in one group. */
  readonly groups: readonly OutputGroup[]
  /** Names this run for `read`, while the worker holds its outputs. */
  readonly held: string
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
