import type { OutputDifference } from '../base/check.ts'
import type { DroppedFile, LateFile, OpenedDrop } from '../base/drop.ts'
import type { PlainError } from '../base/errors.ts'
import type { ActivationReading, Inspection, PassChanges, WeightReading } from '../base/inspection.ts'
import type { BackendChoice, LadderReport, RungId } from '../base/ladder.ts'
import type { StageRecord } from '../base/ledger.ts'
import type { LiveResult } from '../base/live.ts'
import type { ModelSummary } from '../base/model.ts'
import type { ModelPart, PartChoice, PartLoad, WeightsHash } from '../base/model-parts.ts'
import type { OptimisationReport } from '../base/optimisation.ts'
import type { FileRef, InputBinding, PreparedInput } from '../base/plan.ts'
import type { Progress } from '../base/progress.ts'
import type { ReadingChoices } from '../base/reading.ts'
import type { Interpretation, ViewId } from '../base/readings/index.ts'
import type { BenchmarkResult, RunResult, SteadyRun } from '../base/run.ts'
import type { RunRow } from '../base/run-row.ts'
import type { StatePair } from '../base/states.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'
import type { Service } from './services.ts'

/**
 * All calls of the engine, typed once: the request of the page, the answer of the worker and, for streaming calls, the
 * events before the answer. Buffers and ports are transferred, not copied; a request that transfers some is not repeated
 * after the loss of a worker. Frames are cloned, which shares their pixels: both sides close their own.
 */
export interface EngineCalls {
  /** Probes every rung of the ladder. Never fails; each rung has a state and a reason. */
  probe: { request: Record<string, never>; value: LadderReport }
  /**
   * Finds the models, inputs and problems of a drop. Raises `archive-invalid`, `archive-too-large`, `file-unreadable`.
   */
  open: { request: OpenRequest; value: OpenedDrop }
  /** Hands over files of a drop that were listed without a handle. */
  deliver: { request: DeliverRequest; value: null }
  /**
   * Reads a model of an opened drop and loads it on a rung, as a session. Replaces a session with the same id once the
   * new one is loaded.
   */
  load: { request: LoadRequest; value: LoadedModel }
  /**
   * Hash of the model's topology and weights, computed after the load. Progress in bytes. Raises `file-unreadable`,
   * `archive-*`.
   */
  identify: { request: OfSession; value: ModelIdentity }
  /** The files of the model, with what each holds. */
  parts: { request: OfSession; value: { readonly parts: readonly ModelPart[] } }
  /** Hash of all weights as they are on the backend now. Progress in bytes. Raises `gpu-lost`. */
  hashWeights: { request: OfSession; value: WeightsHash }
  /**
   * Tries to load the model from its files of one kind alone, on the same rung, and frees it again; an error of that
   * load is a value. Raises `file-unreadable`.
   */
  loadPart: { request: OfSession & PartChoice; value: PartLoad }
  /** Prepares and describes the tensor of one input, without a run. Raises `input-*`. */
  prepare: { request: PrepareRequest; value: PreparedInput }
  /** Prepares all inputs, runs the model, reads the outputs back and interprets them. */
  run: { request: ReadRunRequest; value: RunResult }
  /**
   * Runs one item of a live source, and answers with what is drawn of it. Its outputs cannot be read again. Raises what
   * `run` raises.
   */
  runLive: { request: LiveRequest; value: LiveResult }
  /**
   * Runs rows one after another; sends an event for each as soon as it is done. A failed row is an event too and does
   * not stop the others.
   */
  runAll: { request: RunAllRequest; event: RunAllEvent; value: null }
  /**
   * Decodes another reading of a run's outputs, without a run. Raises `outputs-not-held` if the worker no longer has
   * them.
   */
  read: { request: ReadRequest; value: Interpretation }
  /**
   * Runs `runs` times with inputs prepared once, and sends an event for each run; then a few times from end to end.
   * Progress in runs.
   */
  benchmark: { request: BenchmarkRequest; event: SteadyRun; value: Omit<BenchmarkResult, 'runs'> }
  /**
   * Runs the same inputs through two sessions and compares their outputs. Raises `model-invalid` if the output names
   * differ.
   */
  compare: { request: CompareRequest; value: { readonly outputs: readonly OutputDifference[] } }
  /** The session's graph as a TensorFlow.js model in a zip. Raises `unknown-op`, `weights-*`. Progress in bytes. */
  convert: { request: ConvertRequest; value: Blob }
  /** The model opened up: its graph as the file describes it and as it runs. Raises what `load` raises about a model. */
  inspect: { request: OfSession; value: Inspection }
  /** What the passes did to each node as read. Raises what `inspect` raises. */
  inspectPasses: { request: OfSession; value: PassChanges }
  /** Reads one weight: figures, and what to draw of it. Raises `weight-missing`, `weights-*`, `file-unreadable`. */
  readWeight: { request: ReadWeightRequest; value: WeightReading }
  /**
   * Runs the graph as read up to one of its nodes, and reads that value: figures, and what to draw of it. Raises `model-invalid` for a
   * node that makes no tensor, and what `load` and `run` raise.
   */
  activation: { request: ActivationRequest; value: ActivationReading }
  /** A file of an opened drop, so that the page can show originals from inside an archive. */
  file: { request: FileRef; value: Blob }
  /** Releases all drops that are not listed, with their handles. */
  keep: { request: { readonly drops: readonly string[] }; value: null }
  /**
   * Frees a session and its backend memory; does nothing if there is no such session. `spare`: bytes of freed memory
   * that the worker can never give back.
   */
  dispose: { request: OfSession; value: { readonly spare: number } }
}

export type Method = keyof EngineCalls
export type Request<M extends Method> = EngineCalls[M]['request']
export type Value<M extends Method> = EngineCalls[M]['value']
export type Event<M extends Method> = EngineCalls[M] extends { readonly event: infer E } ? E : never

export interface OpenRequest {
  /** Chosen by the page; identifies the drop from then on. */
  readonly drop: string
  readonly files: readonly DroppedFile[]
}

export interface DeliverRequest {
  readonly drop: string
  readonly files: readonly LateFile[]
}

/** A call to one loaded model. Raises `not-loaded` if there is no such session. */
export interface OfSession {
  readonly session: string
}

export interface ActivationRequest extends RunRequest {
  /** Name of a node as read. */
  readonly node: string
}

export interface ReadWeightRequest extends OfSession {
  /** The form of the graph that has it. */
  readonly form: 'read' | 'run'
  /** `InspectedWeight.node`. */
  readonly node: string
}

export interface ModelIdentity {
  /**
   * 16 hex digits; differs for two trainings of one architecture, equal for the same files in a folder and in a zip.
   */
  readonly hash: string
}

export interface LoadRequest {
  /** Chosen by the page; identifies the loaded model from then on, including after a recovery. */
  readonly session: string
  readonly drop: string
  /** `ModelCandidate.id`. */
  readonly candidate: string
  /** Other drops whose files describe the model, the latest last: `OpenedDrop.describing`. */
  readonly beside: readonly string[]
  readonly backend: BackendChoice
  /** Name of a signature of the model; `null`: the first one. */
  readonly signature: string | null
  /** False: only rewrites required by the kernels are applied. */
  readonly optimise: boolean
  /** Rungs lost earlier in this session, with the reason to show; the automatic choice skips them. */
  readonly lost: readonly { readonly id: RungId; readonly reason: string }[]
}

export interface LoadedModel {
  readonly session: string
  /** Its repairs include those of reading and of building the graph. */
  readonly summary: ModelSummary
  /** Name of the loaded signature. */
  readonly signature: string
  readonly optimisation: OptimisationReport
  /** One sentence per defect that does not prevent running, such as weights with NaN. */
  readonly warnings: readonly string[]
  readonly inputs: readonly TensorSpec[]
  /** Names of the inputs that a picture can feed. */
  readonly pictureInputs: readonly string[]
  /** Names of the inputs that a sound can feed by their shapes; the numbers may as well be something else. */
  readonly soundInputs: readonly string[]
  readonly outputs: readonly TensorSpec[]
  /** Inputs that take the value of an output of the run before, for a recurrent model; else empty. */
  readonly states: readonly StatePair[]
  /** True if the graph has control flow or string tensors and therefore runs asynchronously. */
  readonly asynchronous: boolean
  readonly rung: RungId
  readonly ladder: LadderReport
  /** `files` to `backend`. */
  readonly ledger: readonly StageRecord[]
  /** Tensor memory of the backend after the load, bytes; `null` if it does not report it. */
  readonly memory: number | null
}

export interface PrepareRequest extends OfSession {
  readonly binding: InputBinding
  /** The element of the batch to draw; the first one if absent. */
  readonly row?: number
}

export interface RunRequest extends OfSession {
  readonly bindings: readonly InputBinding[]
}

export interface ReadRunRequest extends RunRequest {
  /** The user's choices of readings; all automatic if absent. */
  readonly choices?: ReadingChoices
}

export interface LiveRequest extends ReadRunRequest {
  /** True for `LiveResult.detail`. */
  readonly detail: boolean
}

/** `session` is the reference. */
export interface CompareRequest extends RunRequest {
  readonly other: string
}

export interface RunAllRequest extends OfSession {
  /**
   * Set by the client: a refusal by the rung ends the call, so that it can continue on the next rung, instead of
   * failing the row.
   */
  readonly endAtRefusal?: boolean
  readonly rows: readonly RunAllRow[]
  /** The user's choices of readings. */
  readonly choices: ReadingChoices
}

export interface RunAllRow {
  /** Chosen by the page; its event has the same id. */
  readonly id: number
  readonly bindings: readonly InputBinding[]
  /** True for the whole result, false for the row only. */
  readonly whole: boolean
}

/** In row order. */
export type RunAllEvent =
  | { readonly id: number; readonly row: RunRow; readonly result: RunResult | null }
  | { readonly id: number; readonly error: PlainError }

/** Refers to a run rather than a session, because outputs of a run remain readable after its session was replaced. */
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
  /** Files of an `open` request that follows. */
  | { readonly kind: 'files'; readonly id: number; readonly files: readonly DroppedFile[] }
  /** Answers to `ask`, by its number. */
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly ask: number; readonly error: PlainError }

/** Worker → page. Each call ends in exactly one `value` or `error`; each `ask` is answered once. */
export type FromHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'ask'; readonly ask: number; readonly service: Service; readonly request: unknown }

export interface CallOptions<E = never> {
  readonly signal?: AbortSignal
  /** Called less often than there is progress. */
  readonly onProgress?: (progress: Progress) => void
  /** Called for every event, in order; never after an abort or the end of the call. */
  readonly onEvent?: (event: E) => void
}

/** The engine as seen by the store. Two implementations: in-process (tests) and a worker (the app). */
export interface Engine {
  call<M extends Method>(method: M, request: Request<M>, options?: CallOptions<Event<M>>): Promise<Value<M>>
  /** Called after a loss of the worker or the GPU, or a refusal by a rung, with a sentence about the recovery. */
  onRecovery(listener: (note: string) => void): () => void
  /** Called for each session that was reloaded after a loss or refusal, possibly on another rung. */
  onReload(listener: (loaded: LoadedModel) => void): () => void
  terminate(): void
}
