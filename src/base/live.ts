import type { RungId } from './ladder.ts'
import type { StageRecord } from './ledger.ts'
import type { PreparedInput } from './plan.ts'
import type { OutputGroup } from './reading.ts'
import type { OutputResult } from './run.ts'

/** The answer to one item of a live source: what is drawn for each item. */
export interface LiveResult {
  readonly groups: readonly OutputGroup[]
  /** With empty values and zero statistics where the shown reading does not draw the values. */
  readonly outputs: readonly OutputResult[]
  /** What changes rarely or costs milliseconds; only if it was asked for. */
  readonly detail: LiveDetail | null
  readonly rung: RungId
  /** Whether the backend compiled for these input shapes before it ran. */
  readonly compiled: boolean
  /** ms of each part in the worker. */
  readonly ms: LiveTimes
  /** Tensor memory of the backend, bytes; `null` if it does not report it. */
  readonly memory: number | null
}

export interface LiveTimes {
  readonly input: number
  readonly run: number
  readonly readback: number
  readonly result: number
}

export interface LiveDetail {
  readonly inputs: readonly PreparedInput[]
  /** The stages `compile` to `result`. */
  readonly ledger: readonly StageRecord[]
}
