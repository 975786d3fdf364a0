import type { OutputDifference } from '../base/check.ts'
import type { OpenedDrop } from '../base/drop.ts'
import type { PlainError } from '../base/errors.ts'
import type { BackendChoice, LadderReport } from '../base/ladder.ts'
import type { StageId } from '../base/ledger.ts'
import type { FileRef, InputFile, InputSource, PreparedInput, StepSetting } from '../base/plan.ts'
import type { Progress } from '../base/progress.ts'
import type { ReadingChoices } from '../base/reading.ts'
import type { BenchmarkResult, RunResult } from '../base/run.ts'
import type { RunRow } from '../base/run-row.ts'
import type { LoadedModel } from '../engine/protocol.ts'

/** A model in some drop, whether loaded or only offered. */
export interface ModelChoice {
  readonly drop: string
  readonly id: string
  readonly name: string
  readonly formatLabel: string
  readonly bytes: number
}

export interface ModelSlice {
  readonly phase: 'empty' | 'reading' | 'choosing' | 'loading' | 'ready'
  /** The loaded model stays here while another one is being read or has failed. */
  readonly loaded: LoadedModel | null
  readonly current: ModelChoice | null
  /** The one being loaded now. */
  readonly pending: ModelChoice | null
  /** Models of the last drop when there were several: the person picks. */
  readonly choices: readonly ModelChoice[]
  readonly progress: Progress | null
  /** Of the drop that brought the model: what was passed over and why. */
  readonly problems: OpenedDrop['problems']
  /** Whether graphs are optimised before they run; for every model until it is changed. */
  readonly optimise: boolean
  /** How far optimised and unoptimised graph are apart, once the person has asked. */
  readonly check: CheckState
  /** While a download is being written: how far it has come, `null` while that is unknown. */
  readonly converting: { readonly progress: Progress | null } | null
}

export type CheckState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running' }
  | { readonly phase: 'done'; readonly outputs: readonly OutputDifference[] }

export interface BackendSlice {
  readonly choice: BackendChoice
  readonly ladder: LadderReport
  readonly probing: boolean
}

/** What feeds all inputs of the model once: one row of the list of things to run. */
export interface InputSet {
  readonly id: number
  readonly label: string
  /** By input name; an input without a source is not bound yet. */
  readonly sources: Readonly<Record<string, InputSource>>
}

export type PreparedState =
  | { readonly phase: 'preparing' }
  | { readonly phase: 'ready'; readonly value: PreparedInput }
  | { readonly phase: 'error'; readonly error: PlainError }

export interface InputSlice {
  readonly files: readonly InputFile[]
  readonly inputSets: readonly InputSet[]
  /** `InputSet.id` shown in the input column; `null` when there is none. */
  readonly selected: number | null
  /** The person's step settings and sizes of free dimensions, by input name; shared by all input sets. */
  readonly settings: Readonly<Record<string, readonly StepSetting[]>>
  readonly dims: Readonly<Record<string, Readonly<Record<number, number>>>>
  /** Of the selected input set, by input name. */
  readonly prepared: Readonly<Record<string, PreparedState>>
  /** Object URLs of the selected input set's pictures, by `drop/path`. */
  readonly originals: Readonly<Record<string, string>>
}

export interface RunEntry {
  /** Counts up over the session; `data-run`. */
  readonly run: number
  readonly inputSet: number
  readonly label: string
  readonly phase: 'running' | 'done' | 'error' | 'cancelled'
  /** What is kept of every run that worked. */
  readonly row: RunRow | null
  /** Only of the shown run and of the latest ones; see `withEntries`. */
  readonly result: RunResult | null
  readonly error: PlainError | null
  /** The settings that made it, as a key; see `isStale`. */
  readonly key: string
}

export interface RunSlice {
  readonly running: boolean
  /** The latest entry of each input set, in the order of the input sets. */
  readonly entries: readonly RunEntry[]
  /** `RunEntry.run` shown in the result column. */
  readonly shown: number | null
  readonly progress: Progress | null
  /** While several input sets are run: how many are done, those that failed among them. */
  readonly batch: { readonly done: number; readonly failed: number; readonly total: number } | null
  /** By the first output of a group; for this model, until another one is loaded. No part of the settings that make a result. */
  readonly choices: ReadingChoices
  /** Why a group of the shown result could not be read as chosen, by its first output. */
  readonly unread: Readonly<Record<string, PlainError>>
  readonly benchmark: {
    readonly phase: 'idle' | 'running' | 'done'
    readonly done: number
    readonly total: number
    readonly result: BenchmarkResult | null
    readonly key: string
  }
  /** A warning that only several runs can show: the same output for every input. */
  readonly warning: string | null
}

export interface PageSlice {
  readonly error: PlainError | null
  /** Recoveries and other news, newest last; shown until dismissed. */
  readonly notices: readonly string[]
  /** Spoken by screen readers. */
  readonly announcement: string
  /** The stage whose inspector is open. */
  readonly stage: StageId | null
  readonly theme: 'system' | 'light' | 'dark'
  /** Requests that left the page for the network since it was stored for use offline, which `storing` says is under way. */
  readonly requests: number | 'storing' | 'unmeasured'
  /** True when every part of the app is stored for use offline. */
  readonly offlineReady: boolean
}

export interface State {
  readonly model: ModelSlice
  readonly backend: BackendSlice
  readonly input: InputSlice
  readonly run: RunSlice
  readonly page: PageSlice
}

export function sourceKey(file: FileRef): string {
  return `${file.drop}/${file.path}`
}
