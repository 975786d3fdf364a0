import type { BackendChoice, LadderReport, RungId } from '../base/ladder.ts'
import type { OptimisationReport } from '../base/optimisation.ts'
import type { OnProgress } from '../base/progress.ts'
import type { CompileFacts, ExecutionDetail } from '../base/stage-facts.ts'
import type { NamedTensors, TensorSpec, TensorValue } from '../base/tensor.ts'
import type { Graph } from '../graph/graph.ts'
import type { OnPass } from '../graph/passes/index.ts'

export interface SessionOutput {
  /** In the order of `Session.outputs`. */
  readonly outputs: readonly { readonly name: string; readonly value: TensorValue }[]
  /** ms until the kernels were done, or submitted to the GPU. */
  readonly runMs: number
  /** ms from then until the values were in memory; on a GPU, this includes waiting for it. */
  readonly readbackMs: number
}

/** Details of the warm-up, for the `compile` stage of the ledger. */
export interface WarmUp {
  readonly ms: number
  readonly facts: CompileFacts
}

/** A model loaded on a rung. */
export interface Session {
  readonly rung: RungId
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  readonly asynchronous: boolean
  /**
   * Compiles what the backend needs for these input shapes, once per set of shapes; `null` if there was nothing to do.
   */
  warmUp(inputs: NamedTensors, signal?: AbortSignal): Promise<WarmUp | null>
  /** Raises `input-missing`, `input-shape`, `input-dtype`, `gpu-lost`, `out-of-memory`, `run-failed`, `cancelled`. */
  run(inputs: NamedTensors, signal?: AbortSignal): Promise<SessionOutput>
  /**
   * Passes every weight, as it is on the backend, to `take`, one after another. Raises `not-loaded`, `gpu-lost`,
   * `cancelled`.
   */
  readWeights(take: (name: string, value: TensorValue) => Promise<void>, signal?: AbortSignal): Promise<void>
  /** Bytes of tensors held on the backend; `null` if unknown. */
  memory(): number | null
  /** Resolves once its memory is free. Never fails. */
  dispose(): Promise<void>
}

export interface LowerOptions {
  /** If false, the executor makes only the rewrites that its kernels need. */
  readonly optimise: boolean
  readonly signal?: AbortSignal | undefined
  /** Follows the graph from pass to pass. */
  readonly onPass?: OnPass | undefined
}

export interface SessionRequest extends LowerOptions {
  readonly backend: BackendChoice
  readonly lost: readonly { readonly id: RungId; readonly reason: string }[]
  readonly onProgress?: OnProgress | undefined
}

export interface StartedSession {
  readonly session: Session
  /** The graph that the executor runs. */
  readonly graph: Graph
  readonly optimisation: OptimisationReport
  /** The ladder, in which only this session's rung is in use. */
  readonly ladder: LadderReport
  /** ms to probe and start the rung; to read and upload the weights; to build the executable. */
  readonly backendMs: number
  readonly weightsMs: number
  readonly buildMs: number
  /** Notes on how this model runs on this rung. */
  readonly details: readonly ExecutionDetail[]
  /** Problems with the weights, one sentence each: `Weight conv2d/kernel … holds 3 NaN …`. */
  readonly warnings: readonly string[]
}

/** A graph lowered to the ops of TensorFlow.js. */
export interface TensorFlowJsGraph {
  readonly graph: Graph
  /** Its ops that plain TensorFlow.js 4.22 lacks, sorted; including ops that are not supported here either. */
  readonly missingOps: readonly string[]
}

export interface Runtime {
  /** Fetches the code that every model needs; returns at once. */
  fetch(): void
  probe(signal?: AbortSignal): Promise<LadderReport>
  /** Lowers the graph for TensorFlow.js. Raises what `start` raises for a graph that cannot run. */
  lowerForTensorFlowJs(graph: Graph, options: LowerOptions): Promise<TensorFlowJsGraph>
  /**
   * Lowers a graph for the chosen rung's executor and loads it; the graph's inputs and outputs become the session's.
   * Raises `backend-unavailable` (pinned rung), `kernel-missing`, `unknown-op`, `weights-*`, `model-invalid`,
   * `model-cyclic`, `gpu-lost`, `cancelled`, and errors from reading a constant.
   */
  start(graph: Graph, request: SessionRequest): Promise<StartedSession>
  /** Bytes of freed memory that this worker can never give back. */
  spare(): number
}
