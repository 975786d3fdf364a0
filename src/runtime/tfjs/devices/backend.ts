import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Arithmetic } from '../../../base/arithmetic.ts'
import type { RungId } from '../../../base/ladder.ts'
import type { ExecutionDetail } from '../../../base/stage-facts.ts'
import type { Device, StartContext } from '../../device.ts'
import type { Loss } from '../../loss.ts'
import type { Core } from '../packages.ts'

/** A backend of TensorFlow.js. `deviceOf` wraps it as a device of the ladder. */
export interface Backend {
  readonly id: RungId
  readonly probe: Device['probe']
  /** Not on a GPU: integers of 32 bits are exact, values can be read at once, and nothing is compiled. */
  readonly onProcessor: boolean
  /** A kernel's result can be read in the middle of a run without a detour through a canvas. */
  readonly readsAtOnce: boolean
  /** Imports the backend's package, which registers its kernels; creates no backend. */
  load(): Promise<void>
  /**
   * Creates the backend directly, because tfjs's `setBackend` hides the cause of a failure. Rejects with that cause.
   */
  start(context: BackendContext): Promise<RunningBackend>
}

export interface BackendContext extends StartContext {
  readonly tf: Core
}

/** Compiles a GPU backend's programs in parallel, instead of one by one during the first run. */
export interface Compiler {
  /** While this flag is set, kernels are compiled but not run. */
  readonly flag: string
  /** Names of the programs compiled so far. */
  programs(): readonly string[]
  /** Waits for all programs. Raises the driver's message if one does not compile. */
  finish(): Promise<void>
  /** Drops programs that are not ready, so that the first run compiles them. */
  abandon(programs: readonly string[]): void
}

type Write = (values: Float32Array, arithmetic: Arithmetic) => void

/** A backend that has been created. */
export interface RunningBackend {
  readonly backend: KernelBackend
  /** Details such as `SIMD, 2 threads`; may be empty. */
  readonly note: string
  /** What is particular about the way models run on it. */
  readonly details?: readonly ExecutionDetail[]
  readonly loss: Loss
  /** Bytes of tensors on the backend; `null` if the backend does not count them. */
  memory(): number | null
  /** Bytes of freed memory that the backend can never give back; none if absent. */
  readonly spare?: () => number
  /** Checks for device loss before a result is used, and reports a loss to `loss`. */
  detectLoss(): void
  /** Waits briefly for the report of a loss that may have caused an error. */
  settle(): Promise<void>
  /** Classifies an error of a run: one that leaves the backend unusable is reported to `loss`. */
  readonly failed?: (error: unknown) => void
  /** Asynchronous device errors since the last call; any of them invalidates the load or run. */
  faults(): readonly string[]
  /** Waits until the device has finished its work, so that `faults` is complete. */
  readonly flush?: () => Promise<void>
  /**
   * Called with every weight, a tensor that stays constant until it is disposed: a device may upload it at once, and
   * kernels may keep it packed. `null` if the backend does neither.
   */
  readonly adopt: ((dataId: object, size: number) => void) | null
  /**
   * For a backend with its own memory: allocates a float32 tensor of this shape, whose values `write` fills in place,
   * synchronously, with the arithmetic of that memory. Raises what `write` raises. `null` if the backend keeps the
   * arrays from which tensors are created.
   */
  readonly place: ((shape: readonly number[], write: Write) => TensorInfo) | null
  readonly compiler: Compiler | null
  /** Frees what tfjs's `dispose` of the backend leaks. */
  dispose(): void
}
