import type { StageCost } from '../base/ledger.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { BenchmarkResult, OutputResult, RunResult } from '../base/run.ts'

export interface ExportOptions {
  /** Index in `RunResult.outputs` of the one to write; the JSON export writes all. */
  readonly output: number
  /** Stages before the run, from the load. */
  readonly load: readonly StageCost[]
  /** Steady runs with these settings, if any. */
  readonly benchmark: BenchmarkResult | null
  /** Where it ran: browser, cores, date. */
  readonly environment: Readonly<Record<string, string | number | boolean | null>>
  /** For a picture: the value range drawn from black to white, if the person changed it, and the index in the batch. */
  readonly range: readonly [number, number] | null
  readonly picture: number
  /** The output as `ExportKind.readAs` wants it read; `null` where nothing is wanted. */
  readonly interpretation: Interpretation | null
}

export const defaultOptions: ExportOptions = {
  output: 0,
  load: [],
  benchmark: null,
  environment: {},
  range: null,
  picture: 0,
  interpretation: null,
}

export interface ExportKind {
  readonly id: string
  /** On its button. */
  readonly label: string
  /** What the file holds, one phrase; empty if the label says it. */
  readonly about: string
  /** Writes all outputs, rather than the one that is chosen. */
  readonly whole: boolean
  /** Without the dot. */
  readonly extension: string
  readonly mime: string
  /** The view that the output has to be read as. Omitted: the values and what is shown are enough. */
  readAs?(output: OutputResult, result: RunResult): ViewId | null
  /** Whether it names the model by its content hash, which is waited for. */
  readonly statesModel: boolean
  /** Whether this export is offered for an output. */
  fits(output: OutputResult, result: RunResult): boolean
  /** The file's content; pure. Raises `known-but-unsupported` for an output that `fits` rejects. */
  make(result: RunResult, options: ExportOptions): Promise<string | Uint8Array<ArrayBuffer>>
}
