import type { RungId, RungReport } from './ladder.ts'
import type { StageRecord } from './ledger.ts'
import type { FileRef, PlannedStep, Warning } from './plan.ts'
import type { OutputGroup } from './reading.ts'
import type { RowTable } from './row-table.ts'
import type { DType, TensorStats, TensorValue } from './tensor.ts'

export interface OutputResult {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly stats: TensorStats
  readonly value: TensorValue
}

/** The settings that produced a result; the result is stale once the page's settings differ. */
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
  /** The file itself; `null` if it came from none. */
  readonly from: FileRef | null
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly stats: TensorStats
  readonly plan: readonly PlannedStep[]
  readonly warnings: readonly Warning[]
}

export interface RunResult {
  readonly settings: RunSettings
  readonly outputs: readonly OutputResult[]
  /** All outputs, grouped by meaning, best first; each output is in exactly one group. */
  readonly groups: readonly OutputGroup[]
  /** The table of which each row became one element of the batch; `null` if no table fed the run. */
  readonly table: RowTable | null
  /** Identifies the run in calls of `read`, while the worker holds its outputs. */
  readonly held: string
  /** The stages `backend` to `result`; the earlier ones belong to the load. */
  readonly ledger: readonly StageRecord[]
  /** True for the first run of this session with these input shapes. */
  readonly first: boolean
  /** Run and read-back, ms. */
  readonly ms: number
  /** Compile, run and read-back of the first run with these input shapes on this rung, ms. */
  readonly firstMs: number
  /** Input, run, read-back and interpretation, ms. */
  readonly endToEnd: number
  /** Tensor memory of the backend after the run, bytes; `null` if the backend does not report it. */
  readonly memory: number | null
  /** One sentence per loss and recovery. */
  readonly recoveries: readonly string[]
}

/** One steady run in the worker, with the input prepared beforehand; ms. */
export interface SteadyRun {
  readonly runMs: number
  readonly readbackMs: number
}

/** Run and read-back of each steady run, ms. */
export function steadyTimes({ runs }: Pick<BenchmarkResult, 'runs'>): readonly number[] {
  return runs.map(({ runMs, readbackMs }) => runMs + readbackMs)
}

export interface BenchmarkResult {
  readonly backend: RungId
  /** In order of execution; fewer than requested after a cancel. */
  readonly runs: readonly SteadyRun[]
  /** From file to interpretation, ms; fewer runs. */
  readonly endToEnd: readonly number[]
  readonly memory: number | null
}
