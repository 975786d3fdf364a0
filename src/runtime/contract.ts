import type { BackendChoice, LadderReport, RungId } from '../base/ladder.ts'
import type { OptimisationReport } from '../base/optimisation.ts'
import type { OnProgress } from '../base/progress.ts'
import type { CompileFacts, ExecutionDetail } from '../base/stage-facts.ts'
import type { NamedTensors, TensorSpec, TensorValue } from '../base/tensor.ts'
import type { Graph } from '../graph/graph.ts'

export interface SessionOutput {
  /** In the order of `Session.outputs`. */
  readonly outputs: readonly { readonly name: string; readonly value: TensorValue }[]
  /** ms until the kernels were done or submitted. */
  readonly runMs: number
  /** ms from there until the values were in memory (on a GPU: the wait for it too). */
  readonly readbackMs: number
}

/** What warming up did, for the `compile` stage of the ledger. */
export interface WarmUp {
  readonly ms: number
  readonly facts: CompileFacts
}

/** A model on a rung. */
export interface Session {
  readonly rung: RungId
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  readonly asynchronous: boolean
  /** Compiles what the backend needs for these input shapes, once per set of shapes; `null` when there was nothing to do. */
  warmUp(inputs: NamedTensors, signal?: AbortSignal): Promise<WarmUp | null>
  /** Raises `input-missing`, `input-shape`, `input-dtype`, `gpu-lost`, `out-of-memory`, `run-failed`, `cancelled`. */
  run(inputs: NamedTensors, signal?: AbortSignal): Promise<SessionOutput>
  /** Bytes of tensors held on the backend; `null` where it cannot tell. */
  memory(): number | null
  dispose(): void
}

export interface LowerOptions {
  /** False: the executor rewrites only what its kernels need. */
  readonly optimise: boolean
  readonly signal?: AbortSignal | undefined
}

export interface SessionRequest extends LowerOptions {
  readonly backend: BackendChoice
  readonly lost: readonly { readonly id: RungId; readonly reason: string }[]
  readonly onProgress?: OnProgress | undefined
}

export interface StartedSession {
  readonly session: Session
  /** The graph as the executor runs it. */
  readonly graph: Graph
  readonly optimisation: OptimisationReport
  /** This session's rung, and it alone, is in use. */
  readonly ladder: LadderReport
  /** ms to probe and start the rung; to read and upload the weights; to build the executable. */
  readonly backendMs: number
  readonly weightsMs: number
  readonly buildMs: number
  /** What is particular about how this model runs on this rung. */
  readonly details: readonly ExecutionDetail[]
  /** What is wrong with the weights, a sentence each: `Weight conv2d/kernel … holds 3 NaN …`. */
  readonly warnings: readonly string[]
}

/** A graph as TensorFlow.js alone would run it. */
export interface TensorFlowJsGraph {
  readonly graph: Graph
  /** Its ops that plain TensorFlow.js 4.22 does not have, sorted; including unsupported ones. */
  readonly foreign: readonly string[]
}

export interface Runtime {
  probe(signal?: AbortSignal): Promise<LadderReport>
  /** The graph as it is written for TensorFlow.js. Raises what `start` raises for a graph that cannot run. */
  lowerForTensorFlowJs(graph: Graph, options: LowerOptions): Promise<TensorFlowJsGraph>
  /**
   * Lowers a graph for the executor of the chosen rung and puts it there; its inputs and outputs are the session's. Raises
   * `backend-unavailable` (a pinned rung), `kernel-missing`, `unknown-op`, `weights-*`, `model-invalid`, `model-cyclic`,
   * `gpu-lost`, `cancelled`, and what reading a constant raises.
   */
  start(graph: Graph, request: SessionRequest): Promise<StartedSession>
}
