import type { OutputDifference } from '../base/check.ts'
import type { OpenedDrop } from '../base/drop.ts'
import type { PlainError } from '../base/errors.ts'
import type { ActivationReading, Inspection, PassChanges, WeightReading } from '../base/inspection.ts'
import type { BackendChoice, LadderReport } from '../base/ladder.ts'
import type { StageId, StageRecord } from '../base/ledger.ts'
import type { FileRef, InputFile, InputSource, PreparedInput, StepSetting } from '../base/plan.ts'
import type { Progress } from '../base/progress.ts'
import type { ReadingChoices } from '../base/reading.ts'
import type { BenchmarkResult, RunResult } from '../base/run.ts'
import type { RunRow } from '../base/run-row.ts'
import type { LoadedModel } from '../engine/protocol.ts'
import type { Device, FeedFacts } from '../live/contract.ts'
import type { LiveFigures } from '../live/figures.ts'
import type { LiveSourceId } from '../live/sources/index.ts'
import type { Candidate, Guess } from './candidates/index.ts'

/** A model of a drop, loaded or only offered. */
export interface ModelChoice {
  readonly drop: string
  readonly id: string
  readonly name: string
  readonly formatLabel: string
  readonly bytes: number
}

export interface ModelSlice {
  readonly phase: 'empty' | 'reading' | 'choosing' | 'loading' | 'ready'
  /** The loaded model stays here while another one is read, and if that fails. */
  readonly loaded: LoadedModel | null
  readonly current: ModelChoice | null
  /** Id of the bundled sample that it came from; `null` for files of the user. */
  readonly sample: string | null
  /** The model being loaded. */
  readonly pending: ModelChoice | null
  /** Drops with files that describe the current model or, if there is none, the next one: labels, metadata. */
  readonly beside: readonly string[]
  /** The models of the last drop if there are several to choose from. */
  readonly choices: readonly ModelChoice[]
  readonly progress: Progress | null
  /** Problems of the drop with the model: skipped files, with the reason. */
  readonly problems: OpenedDrop['problems']
  /** The column that they belong to. */
  readonly problemsAt: 'model' | 'input'
  /** True after the user cancelled a load, a download or a check, until something else starts. */
  readonly cancelled: boolean
  /** Whether graphs are optimised; applies to every model until changed. */
  readonly optimise: boolean
  /** The result of comparing the optimised with the unoptimised graph, on request. */
  readonly check: CheckState
  /** Progress of a download while it is written; `null` if unknown. */
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

/** The sources of all inputs for one run: a row in the list of input sets. */
export interface InputSet {
  readonly id: number
  readonly label: string
  /** By input name; inputs without a source are missing. */
  readonly sources: Readonly<Record<string, InputSource>>
}

export type PreparedState =
  | { readonly phase: 'preparing' }
  | { readonly phase: 'ready'; readonly value: PreparedInput }
  | { readonly phase: 'error'; readonly error: PlainError }

export interface InputSlice {
  readonly files: readonly InputFile[]
  readonly inputSets: readonly InputSet[]
  /** `InputSet.id` shown in the input column; `null` if there is none. */
  readonly selected: number | null
  /** The user's step settings and sizes of free dimensions, by input name; shared by all input sets. */
  readonly settings: Readonly<Record<string, readonly StepSetting[]>>
  readonly dims: Readonly<Record<string, Readonly<Record<number, number>>>>
  /** Identifies the runs of files between which states are fed back; `null`: each begins with zeros. */
  readonly feedBack: number | null
  /** For the selected input set, by input name. */
  readonly prepared: Readonly<Record<string, PreparedState>>
  /** The input whose typed text is edited and not yet applied; `null` if none is. */
  readonly edited: string | null
  /** Object URLs of the selected input set's pictures and sounds, by `drop/path`. */
  readonly originals: Readonly<Record<string, string>>
  /** The microphone: off, asked for, or recording. */
  readonly recording: 'off' | 'asking' | 'on'
}

export interface RunEntry {
  /** Increases during the session; `data-run`. */
  readonly run: number
  readonly inputSet: number
  readonly label: string
  readonly phase: 'running' | 'done' | 'error' | 'cancelled'
  /** Kept for every successful run. */
  readonly row: RunRow | null
  /** Only for the shown run and the latest ones; see `withEntries`. */
  readonly result: RunResult | null
  readonly error: PlainError | null
  /** The settings that produced it, as a key; see `isStale`. */
  readonly key: string
}

/** A way to prepare an input, with its answer once it has run. */
export interface TriedCandidate {
  readonly candidate: Candidate
  readonly row: RunRow | null
  readonly error: PlainError | null
}

export interface CandidatesState extends Pick<Guess, 'input' | 'subject' | 'columns'> {
  readonly phase: 'running' | 'done'
  readonly session: string
  readonly inputSet: number
  readonly tried: readonly TriedCandidate[]
}

export interface RunSlice {
  readonly running: boolean
  /** The latest entry of each input set, in the order of the input sets. */
  readonly entries: readonly RunEntry[]
  /** `RunEntry.run` shown in the result column. */
  readonly shown: number | null
  readonly progress: Progress | null
  /** How far a cancelled run came, as a sentence, until something else starts; else empty. */
  readonly cancelled: string
  /** Progress while several input sets run; `done` includes failed ones. */
  readonly batch: { readonly done: number; readonly failed: number; readonly total: number } | null
  /** By the first output of a group, until another model is loaded. Not part of the settings that produce a result. */
  readonly choices: ReadingChoices
  /** The error of a reading of the shown result that could not be decoded, by the first output of its group. */
  readonly unread: Readonly<Record<string, PlainError>>
  readonly benchmark: {
    readonly phase: 'idle' | 'running' | 'done'
    readonly done: number
    readonly total: number
    readonly result: BenchmarkResult | null
    readonly key: string
  }
  /** The ways to prepare a guessed input that were compared last; `null` if none were, or if the list was closed. */
  readonly candidates: CandidatesState | null
  /** A warning that needs several runs: the same output for every input. */
  readonly warning: string | null
}

export interface LiveSlice {
  /** The live source that feeds the model in place of files; `null` for files. */
  readonly source: LiveSourceId | null
  /** `paused`: the tab is hidden. */
  readonly phase: 'off' | 'opening' | 'running' | 'paused'
  readonly facts: FeedFacts | null
  /** Identifies the items between which states are fed back: since the start, or a reset. */
  readonly epoch: number
  readonly devices: readonly Device[]
  /** The chosen device; `null` for the browser's choice. */
  readonly device: string | null
  /** Whether the picture is mirrored on the screen; `null` for what suits the source. */
  readonly mirrored: boolean | null
  readonly figures: LiveFigures | null
  /** Tensor memory of the backend, bytes. */
  readonly memory: number | null
  /** The stages of a recent item; `null` before the first one. */
  readonly ledger: readonly StageRecord[] | null
  /** The recording of its results that is going on, or has not been saved yet. */
  readonly recording: { readonly on: boolean; readonly frames: number; readonly bytes: number } | null
  /** Share of a video file that has been run frame by frame, 0…1; `null` if none is. */
  readonly scan: number | null
  /** Why it could not be started, or stopped by itself. */
  readonly error: PlainError | null
  /** Why it stopped or paused, a sentence; may be empty. */
  readonly note: string
}

/** A group or a node of the inspected model. */
export interface InspectedItem {
  readonly kind: 'group' | 'node'
  /** Index in `Inspection.groups`, or in the nodes of the shown form. */
  readonly index: number
}

export interface InspectSlice {
  /** The session that is described; `null` before the first one. */
  readonly session: string | null
  readonly phase: 'idle' | 'reading' | 'ready' | 'error'
  readonly value: Inspection | null
  /** `null` until it is known. */
  readonly changes: PassChanges | null
  readonly error: PlainError | null
  /** The shown form of the graph: as the file describes it, or as it runs. */
  readonly form: 'read' | 'run'
  /** Groups that show what is in them, by index. */
  readonly open: ReadonlySet<number>
  readonly selected: InspectedItem | null
  /** What was read on request, by `<form>/<node>`; only the latest few. */
  readonly weights: ReadonlyMap<string, WeightState>
  /** Whether the value of whatever is selected is computed. */
  readonly watching: boolean
  readonly activation: ActivationState | null
}

/** The value of a node for the selected input set. */
export interface ActivationState {
  /** Name of the node as read. */
  readonly node: string
  /** Label of the input set. */
  readonly label: string
  /** The settings that it is computed with; see `keyOf`. */
  readonly key: string
  readonly phase: 'running' | 'done' | 'error'
  readonly progress: Progress | null
  /** The last value of this node stays while it is computed again. */
  readonly value: ActivationReading | null
  readonly error: PlainError | null
}

export type WeightState =
  | { readonly phase: 'reading' }
  | { readonly phase: 'ready'; readonly value: WeightReading }
  | { readonly phase: 'error'; readonly error: PlainError }

export interface PageSlice {
  /** Id of the mode that the page shows; the first mode if there is none with it. */
  readonly mode: string
  readonly error: PlainError | null
  /** Recoveries and other notices, newest last; shown until dismissed. */
  readonly notices: readonly string[]
  /** Announced by screen readers. */
  readonly announcement: string
  /** The stage whose inspector is open. */
  readonly stage: StageId | null
  readonly theme: 'system' | 'light' | 'dark'
  /** Requests that reached the network since the page was stored for offline use; `storing` until then. */
  readonly requests: number | 'storing' | 'unmeasured'
  /** True once the whole app is stored for offline use. */
  readonly offlineReady: boolean
}

export interface State {
  readonly model: ModelSlice
  readonly backend: BackendSlice
  readonly input: InputSlice
  readonly run: RunSlice
  readonly live: LiveSlice
  readonly inspect: InspectSlice
  readonly page: PageSlice
}

export function sourceKey(file: FileRef): string {
  return `${file.drop}/${file.path}`
}
