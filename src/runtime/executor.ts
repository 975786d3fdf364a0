import type { OnProgress } from '../base/progress.ts'
import type { ExecutionDetail } from '../base/stage-facts.ts'
import type { Graph } from '../graph/graph.ts'
import type { Optimised } from '../graph/passes/index.ts'
import type { LowerOptions, Session } from './contract.ts'
import type { RunningDevice } from './device.ts'
import type { Queue } from './queue.ts'

/**
 * Runs graphs on devices. TensorFlow.js is the only one today; a new executor is a folder beside `tfjs/` and rows in
 * `rungs.ts`.
 */
export interface Executor {
  readonly id: string
  /** Fetches the executor's code ahead of the first model. */
  fetch(): Promise<void>
  /**
   * Rewrites ops that this executor lacks or computes differently from TensorFlow, and optimises the graph unless
   * `optimise` is false. Raises `model-invalid`, `model-cyclic`, `cancelled`, and errors from reading a constant.
   */
  lower(graph: Graph, options: LowerOptions): Promise<Optimised>
  /** Checks a lowered graph before any device starts or any weight is read. Raises `model-invalid`, `unknown-op`. */
  plan(graph: Graph): Promise<ModelPlan>
}

/** A model that an executor has checked. */
export interface ModelPlan {
  /** Op → number of nodes; the argument of `Device.lacking`. */
  readonly operations: ReadonlyMap<string, number>
  /**
   * Reads the weights onto a device of one of this executor's rungs. Frees everything it allocated if it fails. Raises
   * `weights-*`, `model-invalid`, `gpu-lost`, `out-of-memory`, `cancelled`.
   */
  load(device: RunningDevice, options: LoadOptions): Promise<LoadedModel>
}

export interface LoadOptions {
  /** All work on a device goes through this queue. */
  readonly queue: Queue
  /** Called within the queue when the session is disposed. */
  readonly release: () => Promise<void>
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress | undefined
}

export interface LoadedModel {
  readonly session: Session
  /** The share of the load spent reading weights and creating their tensors, ms. */
  readonly weightsMs: number
  /** Optimisations that the executor applied, and similar details. */
  readonly details: readonly ExecutionDetail[]
  /** Problems with the weights, one sentence each. */
  readonly warnings: readonly string[]
}
