import type { OnProgress } from '../base/progress.ts'
import type { ExecutionDetail } from '../base/stage-facts.ts'
import type { Graph } from '../graph/graph.ts'
import type { Optimised } from '../graph/passes/index.ts'
import type { LowerOptions, Session } from './contract.ts'
import type { RunningDevice } from './device.ts'
import type { Queue } from './queue.ts'

/** Runs graphs on devices: TensorFlow.js today. Another one is a folder beside `tfjs/` and its rows in `rungs.ts`. */
export interface Executor {
  readonly id: string
  /**
   * Rewrites what this executor lacks or computes differently from TensorFlow; unless `optimise` is false, the graph is
   * made smaller too. Raises `model-invalid`, `model-cyclic`, what reading a constant raises, `cancelled`.
   */
  lower(graph: Graph, options: LowerOptions): Promise<Optimised>
  /** Checks a lowered graph, before a device is started or a weight is read. Raises `model-invalid`, `unknown-op`. */
  plan(graph: Graph): Promise<ModelPlan>
}

/** A model that an executor has checked. */
export interface ModelPlan {
  /** Op → how many, as `Device.lacking` is asked about them. */
  readonly operations: ReadonlyMap<string, number>
  /**
   * Reads the weights onto a device, which belongs to a rung of this executor. Whatever it made is freed when it fails.
   * Raises `weights-*`, `model-invalid`, `gpu-lost`, `out-of-memory`, `cancelled`.
   */
  load(device: RunningDevice, options: LoadOptions): Promise<LoadedModel>
}

export interface LoadOptions {
  /** Whatever touches a device goes through it. */
  readonly queue: Queue
  /** Called within the queue when the session is disposed of. */
  readonly release: () => Promise<void>
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress | undefined
}

export interface LoadedModel {
  readonly session: Session
  /** ms spent reading weights and making tensors of them, out of the whole. */
  readonly weightsMs: number
  /** What the executor did to run the model. */
  readonly details: readonly ExecutionDetail[]
  /** What is wrong with the weights, a sentence each. */
  readonly warnings: readonly string[]
}
