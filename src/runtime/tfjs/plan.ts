import type { Tensor } from '@tensorflow/tfjs-core'
import type { OnProgress } from '../../base/progress.ts'
import type { ExecutionDetail } from '../../base/stage-facts.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import type { RunningBackend } from './devices/backend.ts'
import type { Core } from './packages.ts'

/** A graph that tfjs-converter has parsed and that has been checked. */
export interface GraphPlan {
  /** What the kernel check looks at. */
  readonly operations: ReadonlyMap<string, number>
  /** Makes tensors. Raises `weights-*`, `model-invalid`, `out-of-memory`, `cancelled`; whatever it made is freed then. */
  load(context: LoadContext): Promise<Loaded>
}

export interface LoadContext {
  readonly tf: Core
  /** Runs work that makes tensors, alone and with the chosen backend as the current one. */
  readonly onBackend: <T>(work: () => T | Promise<T>) => Promise<T>
  /** Tells the backend of a weight; `null` where it need not know. */
  readonly adopt: ((tensor: Tensor) => void) | null
  /** See `RunningBackend`. */
  readonly place: RunningBackend['place']
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress | undefined
}

export interface Loaded {
  readonly executable: Executable
  /** ms spent reading weights and making tensors of them, out of the whole. */
  readonly weightsMs: number
  /** What is particular about how this model runs. */
  readonly details: readonly ExecutionDetail[]
  /** What is wrong with the weights, a sentence each. */
  readonly warnings: readonly string[]
}

/** A model in memory, ready to be run on its backend. */
export interface Executable {
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  /** True when `execute` must be awaited and cannot compile ahead. May turn true at the first run. */
  readonly asynchronous: boolean
  /**
   * Runs once. Inputs in the order of `inputs`; outputs in that of `outputs`, owned by the caller.
   * Whatever else was made on the way is freed.
   */
  execute(inputs: readonly Tensor[]): readonly Tensor[] | Promise<readonly Tensor[]>
  dispose(): void
}
