import type { OutputDifference } from '../base/check.ts'
import type { DroppedFile, OpenedDrop } from '../base/drop.ts'
import type { PlainError } from '../base/errors.ts'
import type { BackendChoice, LadderReport, RungId } from '../base/ladder.ts'
import type { StageRecord } from '../base/ledger.ts'
import type { ModelSummary } from '../base/model.ts'
import type { OptimisationReport } from '../base/optimisation.ts'
import type { FileRef, InputBinding, PreparedInput } from '../base/plan.ts'
import type { Progress } from '../base/progress.ts'
import type { ReadingChoices } from '../base/reading.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { BenchmarkResult, RunResult } from '../base/run.ts'
import type { RunRow } from '../base/run-row.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'

/**
 * Every call of the engine, typed once: what the page asks, what the worker answers, and for a call that streams, the events
 * that arrive before the answer. Buffers, frames and ports in any of them are moved, not copied: a page that gives some away
 * in a request has lost them, and the call is not repeated when the worker is lost.
 */
export interface EngineCalls {
  /** Tries every rung of the ladder. Never fails; a rung that does not work says why. */
  probe: { request: Record<string, never>; value: LadderReport }
  /** Sorts a drop out: models, inputs, problems. Raises `archive-invalid`, `archive-too-large`, `file-unreadable`. */
  open: { request: OpenRequest; value: OpenedDrop }
  /**
   * Reads a model of an opened drop and loads it on a rung, as a session. A session that had the same id is replaced once
   * this one is loaded.
   */
  load: { request: LoadRequest; value: LoadedModel }
  /** The hash of the model's topology and weights, which is computed after the load. Progress in bytes. Raises `file-unreadable`, `archive-*`. */
  identify: { request: OfSession; value: ModelIdentity }
  /** Makes the tensor for one input and describes how; nothing runs. Raises `input-*`. */
  prepare: { request: PrepareRequest; value: PreparedInput }
  /** Prepares every input, runs, reads back, reads the outputs. */
  run: { request: RunRequest; value: RunResult }
  /** Runs rows one after the other, each an event as soon as it is done. One that fails is an event too, and the rest go on. */
  runAll: { request: RunAllRequest; event: RunAllEvent; value: null }
  /** Reads outputs of a run in another way; nothing runs. Raises `outputs-not-held` when the worker no longer has them. */
  read: { request: ReadRequest; value: Interpretation }
  /** `runs` runs with the inputs prepared once, and a few from end to end. Progress in runs. */
  benchmark: { request: BenchmarkRequest; value: BenchmarkResult }
  /** Runs the same inputs through two sessions and compares their outputs. Raises `model-invalid` where these have other names. */
  compare: { request: CompareRequest; value: { readonly outputs: readonly OutputDifference[] } }
  /** The session's graph as a TensorFlow.js model in a zip. Raises `unknown-op`, `weights-*`. Progress in bytes. */
  convert: { request: ConvertRequest; value: Blob }
  /** A file of an opened drop, so that the page can show the original of something inside an archive. */
  file: { request: FileRef; value: Blob }
  /** Forgets drops that are not listed; frees their handles. */
  keep: { request: { readonly drops: readonly string[] }; value: null }
  /** Frees a session and its memory on the backend; one that is gone already stays so. */
  dispose: { request: OfSession; value: null }
}

export type Method = keyof EngineCalls
export type Request<M extends Method> = EngineCalls[M]['request']
export type Value<M extends Method> = EngineCalls[M]['value']
export type Event<M extends Method> = EngineCalls[M] extends { readonly event: infer E } ? E : never

export interface OpenRequest {
  /** Chosen by the page; refers to the drop from now on. */
  readonly drop: string
  readonly files: readonly DroppedFile[]
}

/** A call to one loaded model. Raises `not-loaded` where no session has the id. */
export interface OfSession {
  readonly session: string
}

export interface ModelIdentity {
  /** 16 hex digits; two trainings of one architecture differ, the same files in a folder or in a zip do not. */
  readonly hash: string
}

export interface LoadRequest {
  /** Chosen by the page; refers to the loaded model from now on, also after it was brought back from a loss. */
  readonly session: string
  readonly drop: string
  /** `ModelCandidate.id`. */
  readonly candidate: string
  readonly backend: BackendChoice
  /** A name of the model's signatures; `null`: the first. */
  readonly signature: string | null
  /** False: only what the kernels need is rewritten. */
  readonly optimise: boolean
  /** Rungs that were lost in this session, with the reason to show; automatic passes them over. */
  readonly lost: readonly { readonly id: RungId; readonly reason: string }[]
}

export interface LoadedModel {
  readonly session: string
  /** Its repairs are those of reading and those of making the graph. */
  readonly summary: ModelSummary
  /** The one that is loaded. */
  readonly signature: string
  readonly optimisation: OptimisationReport
  /** What is wrong with the model though it runs, a sentence each: weights that hold NaN. */
  readonly warnings: readonly string[]
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  /** True when the graph has control flow or string tensors and therefore runs asynchronously. */
  readonly asynchronous: boolean
  readonly rung: RungId
  readonly ladder: LadderReport
  /** `files` to `backend`. */
  readonly ledger: readonly StageRecord[]
  /** Tensor memory of the backend after the load, bytes; `null` where it cannot tell. */
  readonly memory: number | null
}

export interface PrepareRequest extends OfSession {
  readonly binding: InputBinding
}

export interface RunRequest extends OfSession {
  readonly bindings: readonly InputBinding[]
}

/** `session` is the reference. */
export interface CompareRequest extends RunRequest {
  readonly other: string
}

export interface RunAllRequest extends OfSession {
  /** Set by the client: a run that the rung refuses ends the call, to go on on the next rung, instead of being a failed row. */
  readonly endAtRefusal?: boolean
  readonly rows: readonly RunAllRow[]
  /** How the person wants outputs to be read. */
  readonly choices: ReadingChoices
}

export interface RunAllRow {
  /** Chosen by the page; its event has the same. */
  readonly id: number
  readonly bindings: readonly InputBinding[]
  /** Whether the whole result is wanted, not only the row. */
  readonly whole: boolean
}

/** In the order of the rows. */
export type RunAllEvent =
  | { readonly id: number; readonly row: RunRow; readonly result: RunResult | null }
  | { readonly id: number; readonly error: PlainError }

/** Names a run rather than a session: the outputs of a run can be read after its session has been replaced. */
export interface ReadRequest {
  /** `RunResult.held`. */
  readonly run: string
  readonly view: ViewId
  /** Names of the outputs to read, as in `Candidate.uses`. */
  readonly uses: readonly string[]
  /** A value for every option of the candidate. */
  readonly options: Values
}

export interface BenchmarkRequest extends OfSession {
  readonly bindings: readonly InputBinding[]
  readonly runs: number
}

export interface ConvertRequest extends OfSession {
  /** How float32 weights are stored. */
  readonly precision: 'float32' | 'float16' | 'uint8'
}

/** Page → worker. */
export type ToHost =
  | { readonly kind: 'call'; readonly id: number; readonly method: Method; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Files of an `open` that is about to come. */
  | { readonly kind: 'files'; readonly id: number; readonly files: readonly DroppedFile[] }

/** Worker → page. Each call ends in exactly one `value` or `error`. */
export type FromHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }

export interface CallOptions<E = never> {
  readonly signal?: AbortSignal
  /** May be told less often than there is progress. */
  readonly onProgress?: (progress: Progress) => void
  /** Told every event, in order; none after the signal has aborted or the call has ended. */
  readonly onEvent?: (event: E) => void
}

/** The engine as the store sees it; two implementations: in-process (tests) and a worker (the app). */
export interface Engine {
  call<M extends Method>(method: M, request: Request<M>, options?: CallOptions<Event<M>>): Promise<Value<M>>
  /** Told when the worker or the GPU was lost, or a rung could not run a model, and what was done; a sentence each. */
  onRecovery(listener: (note: string) => void): () => void
  /** Told of each session that was loaded again after a loss or because its rung refused a run, perhaps on another rung. */
  onReload(listener: (loaded: LoadedModel) => void): () => void
  terminate(): void
}
