import type { Tensor } from '@tensorflow/tfjs-core'
import type { OnProgress } from '../../base/progress.ts'
import type { ExecutionDetail } from '../../base/stage-facts.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RunningBackend } from './devices/backend.ts'
import type { Core } from './packages.ts'

/** A graph that tfjs-converter has parsed and that has passed its checks. */
export interface GraphPlan {
  /** Op → number of nodes, for the kernel check. */
  readonly operations: ReadonlyMap<string, number>
  /**
   * Creates the weight tensors. Raises `weights-*`, `model-invalid`, `out-of-memory`, `cancelled`, after freeing
   * everything it created.
   */
  load(context: LoadContext): Promise<Loaded>
}

export interface LoadContext {
  readonly tf: Core
  /** Runs work that creates tensors: queued, with the chosen backend as the current one. */
  readonly onBackend: <T>(work: () => T | Promise<T>) => Promise<T>
  /** Announces a weight to the backend; `null` if the backend does not need it. */
  readonly adopt: ((tensor: Tensor) => void) | null
  /** See `RunningBackend`. */
  readonly place: RunningBackend['place']
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress | undefined
}

export interface Loaded {
  readonly executable: Executable
  /** The share of the load spent reading weights and creating their tensors, ms. */
  readonly weightsMs: number
  /** Notes on how this model runs. */
  readonly details: readonly ExecutionDetail[]
  /** Problems with the weights, one sentence each. */
  readonly warnings: readonly string[]
}

/** A loaded model, ready to run on its backend. */
export interface Executable {
  readonly graph: Graph
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  /** True if `execute` is asynchronous and cannot compile ahead. May become true at the first run. */
  readonly asynchronous: boolean
  /**
   * Runs once. `inputs` are in the order of `this.inputs`, the result in that of `this.outputs` and owned by the
   * caller. Frees all intermediate tensors.
   */
  execute(inputs: readonly Tensor[]): readonly Tensor[] | Promise<readonly Tensor[]>
  /** The weights on the backend, by node name. */
  readonly weights: ReadonlyMap<string, Tensor>
  dispose(): void
}
